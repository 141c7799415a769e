package dev.slipway.ingest.inbox;

import dev.slipway.storage.ObjectKey;
import dev.slipway.web.KebabCase;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryEnum;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Selects notifications by state and object key.
 *
 * @param state null for all states
 * @param key null for all keys
 * @param withTests whether notifications about the doctor's test objects are selected too
 */
public record NotificationFilter(NotificationState state, String key, boolean withTests) {
  public static final NotificationFilter ALL = new NotificationFilter(null, null, true);

  /** A dead letter is selected even if it is about a test object, because it needs attention. */
  private static final String IS_NO_TEST =
      "(state = DEAD or objectKey is null or objectKey not like '%s%%')"
          .formatted(ObjectKey.TEST_OBJECT_PREFIX);

  /**
   * @param state in upper or lower case; blank for all states
   * @param key blank for all keys
   * @throws ProblemException {@code invalid-request}
   */
  public static NotificationFilter of(String state, String key) {
    return new NotificationFilter(
        isBlank(state) ? null : QueryEnum.parse(NotificationState.class, "state", state),
        isBlank(key) ? null : SafeText.replaceControlCharacters(key),
        true);
  }

  /** Returns this filter without notifications about the doctor's test objects. */
  public NotificationFilter withoutTests() {
    return new NotificationFilter(state, key, false);
  }

  /**
   * The filter of an operation that changes notifications. It requires an explicit selection, so
   * that a forgotten parameter does not select all notifications.
   *
   * @param all must be true if neither state nor key is given, and false otherwise
   * @throws ProblemException {@code invalid-request}
   */
  public static NotificationFilter requireSelection(String state, String key, boolean all) {
    var filter = of(state, key);
    if (all != filter.equals(ALL)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Select notifications by 'state', 'key' or both, or set \"all\": true.");
    }
    return filter;
  }

  /** The filter in words, for the audit log. */
  public String format() {
    var words = new StringJoiner(", ");
    words.add(state == null ? "all" : KebabCase.of(state));
    if (key != null) {
      words.add("key " + key);
    }
    return words.toString();
  }

  /** The HQL condition. The state is a literal, so that the partial indexes can be used. */
  String condition() {
    var condition = new StringJoiner(" and ").add("id < :before");
    if (state != null) {
      condition.add("state = " + state);
    }
    if (key != null) {
      condition.add("objectKey = :key");
    }
    // The index of the other conditions is read in the order of the ids. Each run of the doctor
    // adds a few notifications, so the scan skips few rows.
    if (!withTests) {
      condition.add(IS_NO_TEST);
    }
    return condition.toString();
  }

  Map<String, Object> parameters(long before) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("before", before);
    if (key != null) {
      parameters.put("key", key);
    }
    return parameters;
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}

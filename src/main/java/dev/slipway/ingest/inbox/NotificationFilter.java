package dev.slipway.ingest.inbox;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Which notifications are meant.
 *
 * @param state only these; null for all
 * @param key only those about this object; null for all
 */
public record NotificationFilter(NotificationState state, String key) {
  /** All of them. */
  public static final NotificationFilter ALL = new NotificationFilter(null, null);

  /**
   * @param state in any case; blank for all
   * @param key blank for all
   * @throws ProblemException {@code invalid-request}
   */
  public static NotificationFilter of(String state, String key) {
    return new NotificationFilter(
        isBlank(state) ? null : stateOf(state),
        isBlank(key) ? null : key.replaceAll("\\p{Cntrl}", "?"));
  }

  /**
   * For what changes them: nothing is not taken for all, since who forgot to say what is meant
   * would have it all.
   *
   * @param all has to be true where neither is given
   * @throws ProblemException {@code invalid-request}
   */
  public static NotificationFilter requireSelection(String state, String key, boolean all) {
    var filter = of(state, key);
    if (all != filter.equals(ALL)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Say which are meant: 'state', 'key' or both, or \"all\": true.");
    }
    return filter;
  }

  /** For people. */
  public String describe() {
    var words = new StringJoiner(", ");
    words.add(state == null ? "all" : state.name().toLowerCase(Locale.ROOT));
    if (key != null) {
      words.add("key " + key);
    }
    return words.toString();
  }

  /** The condition with the state written out, as the partial index wants it. */
  String condition() {
    var condition = new StringJoiner(" and ").add("id < :before");
    if (state != null) {
      condition.add("state = " + state);
    }
    if (key != null) {
      condition.add("objectKey = :key");
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

  private static NotificationState stateOf(String text) {
    try {
      return NotificationState.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'state' must be one of " + Arrays.toString(NotificationState.values()) + ".");
    }
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}

package dev.slipway.audit;

import dev.slipway.web.Formats;
import dev.slipway.web.SafeText;
import dev.slipway.web.cursor.StorableTime;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which entries of the audit log are listed. Each part may be null, for all.
 *
 * @param action an action such as {@code login.failed}, or with a final dot all actions of one kind
 *     of thing, such as {@code login.}
 * @param from the earliest time, inclusive
 * @param to the end of the period, exclusive
 * @param text words, each of which is in the detail
 */
public record AuditFilter(
    String actor,
    String action,
    String subject,
    String address,
    Instant from,
    Instant to,
    String text) {
  /** All entries. */
  public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null, null);

  /** In UTF-16 units; ids and names are shorter. */
  public static final int MAX_LENGTH = 255;

  /** Each is compared with the detail of each entry. */
  private static final int MAX_WORDS = 8;

  private static final Pattern ACTION = Pattern.compile("[a-z]+[.][a-z]*");

  /**
   * Parses query parameters; null or blank ones don't restrict the list.
   *
   * @param from a date such as {@code 2026-11-27}, whose day it includes, or a time such as {@code
   *     2026-11-27T08:00:00Z}
   * @param to the same; a date includes its whole day
   * @throws ProblemException {@code invalid-request}
   */
  public static AuditFilter parse(
      String actor,
      String action,
      String subject,
      String address,
      String from,
      String to,
      String text) {
    var filter =
        new AuditFilter(
            clean("actor", actor),
            parseAction(clean("action", action)),
            clean("subject", subject),
            clean("address", address),
            parseTime("from", from, 0),
            parseTime("to", to, 1),
            clean("q", text));
    if (filter.words().size() > MAX_WORDS) {
      throw refusal("'q' must have at most %d words.".formatted(MAX_WORDS));
    }
    if (filter.from != null && filter.to != null && !filter.from.isBefore(filter.to)) {
      throw refusal("'from' must be before 'to'.");
    }
    return filter;
  }

  /** Whether the action selects all actions of one kind of thing. */
  boolean isArea() {
    return action != null && action.endsWith(".");
  }

  /** Whether it selects few entries, besides the action. */
  boolean isSelective() {
    return actor != null || subject != null || address != null;
  }

  List<String> words() {
    return text == null ? List.of() : SafeText.words(text);
  }

  AuditFilter withoutWords() {
    return new AuditFilter(actor, action, subject, address, from, to, null);
  }

  /** What the filter selects, in one line. */
  String describe() {
    var parts = new ArrayList<String>();
    add(parts, "actor", actor);
    add(parts, "action", action);
    add(parts, "subject", subject);
    add(parts, "address", address);
    add(parts, "from", from);
    add(parts, "to", to);
    add(parts, "text", text);
    return parts.isEmpty() ? "all entries" : String.join(", ", parts);
  }

  private static void add(List<String> parts, String name, Object value) {
    if (value != null) {
      parts.add(name + " " + (value instanceof Instant time ? Formats.iso(time) : value));
    }
  }

  private static String clean(String name, String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    var text = SafeText.replaceControlCharacters(value.strip());
    if (text.length() > MAX_LENGTH) {
      throw refusal("'%s' must have at most %d characters.".formatted(name, MAX_LENGTH));
    }
    return text;
  }

  private static String parseAction(String value) {
    if (value != null && !ACTION.matcher(value).matches()) {
      throw refusal(
          "'action' must be an action such as login.failed, or the first part with its dot, such as"
              + " login.");
    }
    return value;
  }

  /** A date is the time at which its day begins, or ends, in UTC. */
  private static Instant parseTime(String name, String value, int daysAfterDate) {
    var text = clean(name, value);
    if (text == null) {
      return null;
    }
    return Stream.<Function<String, Instant>>of(
            date ->
                LocalDate.parse(date)
                    .plusDays(daysAfterDate)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant(),
            Instant::parse)
        .flatMap(parser -> tryParse(parser, text))
        .filter(time -> !time.isBefore(Instant.EPOCH) && time.isBefore(StorableTime.MAX))
        .findFirst()
        .orElseThrow(
            () ->
                refusal(
                    "'%s' must be a date such as 2026-11-27, or a time such as 2026-11-27T08:00:00Z."
                        .formatted(name)));
  }

  private static Stream<Instant> tryParse(Function<String, Instant> parser, String text) {
    try {
      return Stream.of(parser.apply(text));
    } catch (DateTimeException invalidOrOutOfRange) {
      return Stream.empty();
    }
  }

  private static ProblemException refusal(String detail) {
    return new ProblemException(ErrorCode.INVALID_REQUEST, detail);
  }
}

package dev.slipway.webhooks.sending;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Parses the header {@code Retry-After}: seconds or a date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, 10.2.3</a>
 */
final class RetryAfter {
  /** More digits than any sensible number of seconds, and few enough for a long. */
  private static final String SECONDS = "[0-9]{1,9}";

  private RetryAfter() {}

  /** Returns null without the header, and if it isn't valid. */
  static Duration parse(String value, Instant now) {
    if (value == null) {
      return null;
    }
    var text = value.strip();
    if (text.matches(SECONDS)) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var delay = Duration.between(now, date);
      return delay.isNegative() ? Duration.ZERO : delay;
    } catch (DateTimeException invalid) {
      return null;
    }
  }
}

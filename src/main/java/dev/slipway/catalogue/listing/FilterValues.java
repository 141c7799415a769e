package dev.slipway.catalogue.listing;

import dev.slipway.web.ByteSize;
import dev.slipway.web.cursor.StorableTime;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads sizes, durations and times in the form in which people write them. */
final class FilterValues {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?) ?([a-z]*)");

  private static final Pattern DAYS = Pattern.compile("([1-9]\\d{0,3})d");

  private static final Map<String, Long> MILLIS =
      Map.of("", 1_000L, "ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L);

  private static final String DAY_OR_TIME =
      "must be a day such as 2026-11-26, or a time such as 2026-11-26T12:00:00Z";

  private FilterValues() {}

  /** A number of bytes, such as {@code 1048576} or {@code 500 MB}. */
  static long parseBytes(String name, String text) {
    return ByteSize.parse(text)
        .orElseThrow(
            () ->
                FilterField.refusal(
                    name, "must be a number of bytes, or such as " + ByteSize.EXAMPLES));
  }

  /** A duration in milliseconds, written in seconds or such as {@code 10m}. */
  static long parseMillis(String name, String text) {
    var match = NUMBER.matcher(text.toLowerCase(Locale.ROOT));
    if (match.matches() && MILLIS.containsKey(match.group(2))) {
      var factor = BigDecimal.valueOf(MILLIS.get(match.group(2)));
      var amount = new BigDecimal(match.group(1)).multiply(factor);
      if (amount.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0) {
        return amount.longValue();
      }
    }
    throw FilterField.refusal(name, "must be a number of seconds, or such as 90s, 10m or 2h");
  }

  /** How many days a time is ago, such as {@code 7d}; empty for everything else. */
  static OptionalInt parseDaysAgo(String text) {
    var match = DAYS.matcher(text);
    return match.matches() ? OptionalInt.of(Integer.parseInt(match.group(1))) : OptionalInt.empty();
  }

  /** The time, or the beginning of a day in UTC. */
  static Instant parseStart(String name, String text) {
    return time(name, text, 0, DAY_OR_TIME + ". For the last 7 days: 7d");
  }

  /** The time, or the end of a day in UTC. */
  static Instant parseEnd(String name, String text) {
    return time(name, text, 1, DAY_OR_TIME);
  }

  private static Instant time(String name, String text, int daysLater, String explanation) {
    try {
      var time =
          text.length() <= "2026-01-01".length()
              ? LocalDate.parse(text).plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
      if (!time.isBefore(StorableTime.MIN) && time.isBefore(StorableTime.MAX)) {
        return time;
      }
    } catch (DateTimeException invalid) {
      // The same answer as for a time that is out of bounds.
    }
    throw FilterField.refusal(name, explanation);
  }
}

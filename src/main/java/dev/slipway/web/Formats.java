package dev.slipway.web;

import io.quarkus.qute.TemplateExtension;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** Formats sizes, times and long texts for pages; every method works in templates too. */
@TemplateExtension
public final class Formats {
  /** Between straight quotes that are not apostrophes within a word. */
  private static final Pattern QUOTED =
      Pattern.compile("(?<![\\p{L}\\p{N}])'([^']+)'(?![\\p{L}\\p{N}])");

  private static final DateTimeFormatter HUMAN_TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HUMAN_SECONDS =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Formats() {}

  /**
   * A size for people, in powers of 1000: {@code 4.1 MB}. Integers, because {@code web/format.js}
   * must round the same.
   */
  public static String humanBytes(long bytes) {
    if (bytes < 1000) {
      return exactBytes(bytes);
    }
    var divisor = 1000L;
    var unit = 0;
    // From here on it would be rounded to 1000.
    while (bytes >= divisor * 1999 / 2 && unit < UNITS.length - 1) {
      divisor *= 1000;
      unit++;
    }
    var tenths = (bytes + divisor / 20) / (divisor / 10);
    return tenths < 1000
        ? "%d.%d %s".formatted(tenths / 10, tenths % 10, UNITS[unit])
        : "%d %s".formatted((bytes + divisor / 2) / divisor, UNITS[unit]);
  }

  /** An exact size: {@code 4,139,823 bytes}. */
  public static String exactBytes(long bytes) {
    return String.format(Locale.ENGLISH, bytes == 1 ? "%,d byte" : "%,d bytes", bytes);
  }

  /** An exact count: {@code 1,234}. */
  public static String exactCount(long count) {
    return String.format(Locale.ENGLISH, "%,d", count);
  }

  /** A count of which two digits are known: {@code 100,000}, {@code 1.2 million}. */
  public static String roundedCount(long count) {
    var rounded = new BigDecimal(count).round(new MathContext(2, RoundingMode.HALF_UP));
    return rounded.compareTo(MILLION) < 0
        ? exactCount(rounded.longValueExact())
        : rounded.divide(MILLION).stripTrailingZeros().toPlainString() + " million";
  }

  /** A time for people: {@code 24 Nov 2026, 15:04 UTC}. */
  public static String humanTime(Instant instant) {
    return HUMAN_TIME.format(instant);
  }

  /** A time for people, to the second: {@code 24 Nov 2026, 15:04:05 UTC}. */
  public static String humanSeconds(Instant instant) {
    return HUMAN_SECONDS.format(instant);
  }

  /** A time for programs, in ISO 8601. */
  public static String iso(Instant instant) {
    return instant.toString();
  }

  /** A value for {@code Retry-After}: whole seconds, rounded up, at least 1. */
  public static long retryAfterSeconds(Duration duration) {
    return Math.max(1, duration.plusNanos(999_999_999).toSeconds());
  }

  /**
   * A duration for people, in at most two units: {@code 12 ms}, {@code 3 min 4 s}. Negative when it
   * compares two clocks and one is behind.
   */
  public static String humanMillis(long millis) {
    if (millis < 0) {
      return "−" + humanMillis(-millis);
    }
    if (millis < SECOND) {
      return millis + " ms";
    }
    if (millis < MINUTE) {
      return String.format(Locale.ENGLISH, "%.1f s", Math.floor(millis / 100.0) / 10);
    }
    if (millis < HOUR) {
      return millis / MINUTE + " min " + millis / SECOND % 60 + " s";
    }
    if (millis < DAY) {
      return millis / HOUR + " h " + millis / MINUTE % 60 + " min";
    }
    return millis / DAY + " d " + millis / HOUR % 24 + " h";
  }

  /** An exact duration: {@code 1,234 ms}. */
  public static String exactMillis(long millis) {
    return exactCount(millis) + " ms";
  }

  /** An upper bound for people, rounded up to one unit: {@code 1 s}, {@code 3 min}, {@code 2 h}. */
  public static String humanMillisAtMost(long millis) {
    if (millis <= MINUTE) {
      return Math.max(1, ceilDiv(millis, SECOND)) + " s";
    }
    if (millis <= HOUR) {
      return ceilDiv(millis, MINUTE) + " min";
    }
    return millis <= 2 * DAY ? ceilDiv(millis, HOUR) + " h" : ceilDiv(millis, DAY) + " days";
  }

  /** A setting for people, in the largest unit that is exact: {@code 90 days}, {@code 36 hours}. */
  public static String durationInWords(Duration duration) {
    if (isWhole(duration, ChronoUnit.DAYS)) {
      return plural(duration.toDays(), "day");
    }
    if (isWhole(duration, ChronoUnit.HOURS)) {
      return plural(duration.toHours(), "hour");
    }
    return isWhole(duration, ChronoUnit.MINUTES)
        ? plural(duration.toMinutes(), "minute")
        : plural(duration.toSeconds(), "second");
  }

  private static boolean isWhole(Duration duration, ChronoUnit unit) {
    return duration.truncatedTo(unit).equals(duration);
  }

  private static String plural(long number, String unit) {
    return exactCount(number) + " " + unit + (number == 1 ? "" : "s");
  }

  /** A playing time as video players show it: {@code 0:30}, {@code 1:02:03}. */
  public static String playerTime(long millis) {
    var seconds = Math.round(millis / 1000.0);
    return seconds < 3600
        ? String.format("%d:%02d", seconds / 60, seconds % 60)
        : String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** A number with at most two decimals, such as 24 or 29.97. */
  public static String shortDecimal(double number) {
    return BigDecimal.valueOf(number)
        .setScale(2, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  /** The text with its first letter in upper case. */
  public static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** A code in words: {@code no-video-stream} becomes {@code No video stream}. */
  public static String codeWords(String code) {
    return capitalized(code.replace('-', ' '));
  }

  /** A sentence with typographic quotation marks and apostrophes instead of straight ones. */
  public static String typographic(String text) {
    return QUOTED.matcher(text).replaceAll("“$1”").replace('\'', '’');
  }

  /** Text from outside, with invisible characters and direction changes escaped. */
  public static String visible(String text) {
    return SafeText.escape(text);
  }

  /** A value for the query of a link. */
  public static String urlEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** An id or key of at most this many characters, shortened in the middle if it is longer. */
  public static String abbreviated(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    var half = maxLength / 2;
    return text.substring(0, half) + "…" + text.substring(text.length() - half + 1);
  }

  private static long ceilDiv(long millis, long unit) {
    return (millis + unit - 1) / unit;
  }
}

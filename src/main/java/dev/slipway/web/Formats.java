package dev.slipway.web;

import io.quarkus.qute.TemplateExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How pages write sizes, times and long texts. */
@TemplateExtension
public final class Formats {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  private static final int LONGEST = 28;

  private Formats() {}

  /** A size in bytes for people, in powers of 1000: {@code 4.1 MB}. */
  public static String humanBytes(long bytes) {
    var value = (double) bytes;
    var unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    if (unit == 0) {
      return bytes == 1 ? "1 byte" : bytes + " bytes";
    }
    return String.format(Locale.ENGLISH, value < 99.95 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }

  /** A size in bytes, to the byte: {@code 4,139,823 bytes}. */
  public static String exactBytes(long bytes) {
    return String.format(Locale.ENGLISH, bytes == 1 ? "%,d byte" : "%,d bytes", bytes);
  }

  /** A count, to the one: {@code 1,234}. */
  public static String exactCount(long count) {
    return String.format(Locale.ENGLISH, "%,d", count);
  }

  public static String humanTime(Instant instant) {
    return MOMENT.format(instant);
  }

  public static String iso(Instant instant) {
    return instant.toString();
  }

  /** As long at least: who comes back after it does not come too early. */
  public static long retryAfterSeconds(Duration duration) {
    return Math.max(1, duration.plusNanos(999_999_999).toSeconds());
  }

  /**
   * Milliseconds for people, in two units at most: {@code 12 ms}, {@code 3 min 4 s}. Of two clocks
   * one may be behind, so it can be less than nothing.
   */
  public static String humanMillis(long millis) {
    if (millis < 0) {
      return "−" + humanMillis(-millis);
    }
    if (millis < 60_000) {
      return millis < 1000
          ? millis + " ms"
          : String.format(Locale.ENGLISH, "%.1f s", Math.floor(millis / 100.0) / 10);
    }
    var minutes = millis / 60_000;
    if (minutes < 60) {
      return minutes + " min " + millis / 1000 % 60 + " s";
    }
    return minutes < 24 * 60
        ? minutes / 60 + " h " + minutes % 60 + " min"
        : minutes / 60 / 24 + " d " + minutes / 60 % 24 + " h";
  }

  /** Milliseconds, to the one: {@code 1,234 ms}. */
  public static String exactMillis(long millis) {
    return exactCount(millis) + " ms";
  }

  /** A text of strangers: what can't be seen, or would turn what stands around it, is spelt out. */
  public static String visible(String text) {
    return SafeText.escape(text);
  }

  /** For the value of a query parameter in a link. */
  public static String urlEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A long id or key, shortened in its middle, where it tells least. */
  public static String abbreviated(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    return text.substring(0, LONGEST / 2) + "…" + text.substring(text.length() - LONGEST / 2 + 1);
  }

  /** Milliseconds as a bound for people, rounded up: {@code 1 s}, {@code 3 min}, {@code 2 h}. */
  public static String humanMillisAtMost(long millis) {
    if (millis <= 60_000) {
      return Math.max(1, ceiling(millis, 1000)) + " s";
    }
    if (millis <= 3_600_000) {
      return ceiling(millis, 60_000) + " min";
    }
    return millis <= 172_800_000
        ? ceiling(millis, 3_600_000) + " h"
        : ceiling(millis, 86_400_000) + " days";
  }

  /** Milliseconds as a player shows them: {@code 0:30}, {@code 1:02:03}. */
  public static String playerTime(long millis) {
    var seconds = Math.round(millis / 1000.0);
    return seconds < 3600
        ? String.format("%d:%02d", seconds / 60, seconds % 60)
        : String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private static long ceiling(long millis, long unit) {
    return (millis + unit - 1) / unit;
  }
}

package dev.slipway.web;

import io.quarkus.qute.TemplateExtension;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Sizes as people type them. {@code GB} is decimal, 1,000,000,000 bytes, and {@code GiB} is binary,
 * 1,073,741,824 bytes. Settings have their own notation, in which {@code G} is binary.
 */
public final class ByteSize {
  /** What to type, for messages. */
  public static final String EXAMPLES = "500 MB or 2 GiB";

  private static final Pattern SIZE = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?) ?([A-Za-z]*)");
  private static final Map<String, Long> UNITS = units();

  /** More than that is an odd number of bytes, which nobody typed with a unit. */
  private static final int MAX_ROUND_LENGTH = "999.9 GiB".length();

  /** Digits behind the point that can be typed. */
  private static final int MAX_SCALE = 9;

  private ByteSize() {}

  /**
   * @param text such as {@code 1048576}, {@code 500 MB} or {@code 1.5GiB}
   * @return the number of bytes, rounded down; empty if it isn't a size or is too large
   */
  public static OptionalLong parse(String text) {
    var match = SIZE.matcher(text.strip());
    if (!match.matches()) {
      return OptionalLong.empty();
    }
    var factor = factor(match.group(2).toLowerCase(Locale.ROOT));
    if (factor == null) {
      return OptionalLong.empty();
    }
    var bytes = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(factor));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
        ? OptionalLong.of(bytes.longValue())
        : OptionalLong.empty();
  }

  /**
   * The shortest text that means exactly this size, so that one that was typed as {@code 50 GB}
   * comes back so; {@link #parse} reads it.
   */
  public static String exact(long bytes) {
    return UNITS.entrySet().stream()
        .filter(unit -> unit.getValue() <= Math.max(1, bytes))
        .flatMap(unit -> inUnit(bytes, unit))
        .min(Comparator.comparingInt(String::length))
        .orElseThrow();
  }

  /** A limit for people: as it was typed, or rounded if that would be long. */
  @TemplateExtension
  public static String limitText(long bytes) {
    var exact = exact(bytes);
    return bytes < 1000 || exact.length() > MAX_ROUND_LENGTH || exact.endsWith(" B")
        ? Formats.humanBytes(bytes)
        : exact;
  }

  private static Stream<String> inUnit(long bytes, Map.Entry<String, Long> unit) {
    // Rounded up, because parsing rounds down: 1.1 GiB has no whole number of bytes.
    return IntStream.rangeClosed(0, MAX_SCALE)
        .mapToObj(
            scale ->
                BigDecimal.valueOf(bytes)
                    .divide(BigDecimal.valueOf(unit.getValue()), scale, RoundingMode.CEILING))
        .map(number -> number.stripTrailingZeros().toPlainString() + " " + unit.getKey())
        .filter(text -> parse(text).orElse(-1) == bytes)
        .limit(1);
  }

  private static Long factor(String unit) {
    return unit.isEmpty()
        ? Long.valueOf(1)
        : UNITS.entrySet().stream()
            .filter(entry -> entry.getKey().equalsIgnoreCase(unit))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
  }

  /** Large units first, and decimal before binary: the order in which texts are preferred. */
  private static Map<String, Long> units() {
    var units = new LinkedHashMap<String, Long>();
    units.put("PB", 1_000_000_000_000_000L);
    units.put("TB", 1_000_000_000_000L);
    units.put("GB", 1_000_000_000L);
    units.put("MB", 1_000_000L);
    units.put("kB", 1_000L);
    units.put("PiB", 1L << 50);
    units.put("TiB", 1L << 40);
    units.put("GiB", 1L << 30);
    units.put("MiB", 1L << 20);
    units.put("KiB", 1L << 10);
    units.put("B", 1L);
    return units;
  }
}

package dev.slipway.lab.capacity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Formats amounts of any magnitude with three significant digits. Units are powers of 1000. */
final class Amounts {
  private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E", "Z"};
  private static final String[] MAGNITUDES = {"", "", " million", " billion", " trillion"};

  private Amounts() {}

  /** A bandwidth: {@code 240 Gbit/s}. */
  static String bits(double bitsPerSecond) {
    return withPrefix(bitsPerSecond, "bit/s");
  }

  /** A size: {@code 2.59 PB}. */
  static String bytes(double bytes) {
    return bytes < 1000 ? number(bytes) + " bytes" : withPrefix(bytes, "B");
  }

  /** A count or a rate: {@code 1,788}, {@code 0.29}, {@code 8.64 million}. */
  static String number(double value) {
    var magnitude = 0;
    var scaled = value;
    // From here on it would be rounded to 1000.
    while (scaled >= 999.5 && magnitude < MAGNITUDES.length - 1) {
      scaled /= 1000;
      magnitude++;
    }
    return magnitude < 2 ? rounded(value) : rounded(scaled) + MAGNITUDES[magnitude];
  }

  /** An amount of money: {@code $0.35}, {@code $1,788}, {@code $21.8 million}. */
  static String dollars(double value) {
    return value < 100 ? String.format(Locale.ENGLISH, "$%.2f", value) : "$" + number(value);
  }

  /** The value without rounding that people could notice: {@code 2,592,000,000,000,000}. */
  static String exact(double value) {
    var digits = value >= 1000 ? 0 : 6;
    return grouped(BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP));
  }

  /** The value for a field or an address: {@code 5000000}, {@code 0.0425}. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String withPrefix(double value, String unit) {
    var prefix = 0;
    var scaled = value;
    while (scaled >= 999.5 && prefix < PREFIXES.length - 1) {
      scaled /= 1000;
      prefix++;
    }
    return rounded(scaled) + " " + PREFIXES[prefix] + unit;
  }

  private static String rounded(double value) {
    var decimal = BigDecimal.valueOf(value);
    return grouped(
        value >= 100
            ? decimal.setScale(0, RoundingMode.HALF_UP)
            : decimal.round(new MathContext(3, RoundingMode.HALF_UP)));
  }

  private static String grouped(BigDecimal value) {
    var stripped = value.stripTrailingZeros();
    var digits = Math.max(0, stripped.scale());
    return String.format(Locale.ENGLISH, "%,." + digits + "f", stripped);
  }
}

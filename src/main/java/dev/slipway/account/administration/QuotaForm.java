package dev.slipway.account.administration;

import dev.slipway.account.QuotaLimit;
import dev.slipway.account.QuotaLimits;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The limits of an account as people type them: nothing for the default, {@code unlimited}, or a
 * number; bytes with a unit such as {@code 50G}, in powers of 1024 as in the settings.
 */
public record QuotaForm(String bytes, String videos, String openUploads) {
  private static final String UNITS = "KMGTP";
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18}) ?([KMGTP]?)(?:I?B)?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final int UNIT_BITS = 10;

  static QuotaForm of(QuotaLimits limits) {
    return new QuotaForm(
        size(limits.bytes()), number(limits.videos()), number(limits.openUploads()));
  }

  /**
   * @throws ProblemException {@code invalid-request}
   */
  QuotaLimits parse() {
    return new QuotaLimits(
        parse(bytes, "Storage", true),
        parse(videos, "Videos", false),
        parse(openUploads, "Open uploads", false));
  }

  private static QuotaLimit parse(String typed, String label, boolean isSize) {
    var text = typed == null ? "" : typed.strip().toUpperCase(Locale.ROOT);
    if (text.isEmpty()) {
      return QuotaLimit.DEFAULT;
    }
    if (text.equals("UNLIMITED")) {
      return QuotaLimit.UNLIMITED;
    }
    var matcher = (isSize ? SIZE : NUMBER).matcher(text);
    if (!matcher.matches()) {
      throw invalid(label, isSize);
    }
    var number = Long.parseLong(isSize ? matcher.group(1) : text);
    var shift = isSize ? UNIT_BITS * (UNITS.indexOf(unit(matcher.group(2))) + 1) : 0;
    if (number > Long.MAX_VALUE >> shift) {
      throw invalid(label, isSize);
    }
    return QuotaLimit.of(number << shift);
  }

  /** A blank, which is no unit, for bytes. */
  private static char unit(String group) {
    return group.isEmpty() ? ' ' : group.charAt(0);
  }

  private static ProblemException invalid(String label, boolean isSize) {
    return new ProblemException(
        ErrorCode.INVALID_REQUEST,
        "%s: type %s, or unlimited, or nothing for the default."
            .formatted(label, isSize ? "a size such as 50G" : "a number"));
  }

  private static String size(QuotaLimit limit) {
    var stored = limit.stored();
    if (stored == null || stored <= 0) {
      return number(limit);
    }
    var units = Math.min(UNITS.length(), Long.numberOfTrailingZeros(stored) / UNIT_BITS);
    return units == 0
        ? stored.toString()
        : (stored >> UNIT_BITS * units) + UNITS.substring(units - 1, units);
  }

  private static String number(QuotaLimit limit) {
    return limit.equals(QuotaLimit.DEFAULT) ? "" : limit.toString();
  }
}

package dev.slipway.account.administration;

import dev.slipway.account.QuotaLimit;
import dev.slipway.account.QuotaLimits;
import dev.slipway.web.ByteSize;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The limits of an account as people type them: nothing for the default, {@code unlimited}, or a
 * number; for bytes a {@link ByteSize} such as {@code 50 GB}.
 */
public record QuotaForm(String bytes, String videos, String openUploads) {
  static final QuotaForm EMPTY = new QuotaForm("", "", "");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  static QuotaForm of(QuotaLimits limits) {
    return new QuotaForm(
        text(limits.bytes(), ByteSize::exact),
        text(limits.videos(), String::valueOf),
        text(limits.openUploads(), String::valueOf));
  }

  /**
   * @throws ProblemException {@code invalid-request}
   */
  QuotaLimits parse() {
    return new QuotaLimits(
        parse(bytes, "Storage", "a size such as " + ByteSize.EXAMPLES, ByteSize::parse),
        parse(videos, "Videos", "a number", QuotaForm::number),
        parse(openUploads, "Open uploads", "a number", QuotaForm::number));
  }

  /** The name of the first field whose text is no limit; null if there is none. */
  public String invalidField() {
    if (!isValid(bytes, ByteSize::parse)) {
      return "bytes";
    }
    if (!isValid(videos, QuotaForm::number)) {
      return "videos";
    }
    return isValid(openUploads, QuotaForm::number) ? null : "openUploads";
  }

  private static boolean isValid(String typed, Function<String, OptionalLong> parser) {
    try {
      parse(typed, "", "", parser);
      return true;
    } catch (ProblemException invalid) {
      return false;
    }
  }

  private static QuotaLimit parse(
      String typed, String label, String examples, Function<String, OptionalLong> parser) {
    var text = typed == null ? "" : typed.strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return QuotaLimit.DEFAULT;
    }
    if (text.equals("unlimited")) {
      return QuotaLimit.UNLIMITED;
    }
    return QuotaLimit.of(
        parser
            .apply(text)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ErrorCode.INVALID_REQUEST,
                        "%s: type %s, or unlimited, or nothing for the default."
                            .formatted(label, examples))));
  }

  private static OptionalLong number(String text) {
    return NUMBER.matcher(text).matches()
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private static String text(QuotaLimit limit, Function<Long, String> number) {
    if (limit.equals(QuotaLimit.DEFAULT)) {
      return "";
    }
    return limit.equals(QuotaLimit.UNLIMITED) ? limit.toString() : number.apply(limit.stored());
  }
}

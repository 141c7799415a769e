package dev.slipway.catalogue.captions;

import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.IllformedLocaleException;
import java.util.Locale;

/**
 * The language of captions, and how menus name it.
 *
 * @param tag a BCP 47 language tag in canonical case, such as {@code pt-BR}
 */
public record CaptionLanguage(String tag, String label) {
  private static final int MAX_TAG_LENGTH = 35;
  private static final int MAX_LABEL_LENGTH = 60;

  /**
   * @param label null or blank for the name of the language in that language
   * @throws ProblemException {@code invalid-request}
   */
  public static CaptionLanguage parse(String tag, String label) {
    var locale = parseTag(tag);
    var given = label == null ? "" : SafeText.label(label).orElse("");
    if (given.codePointCount(0, given.length()) > MAX_LABEL_LENGTH) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "The label may have at most %d characters.".formatted(MAX_LABEL_LENGTH));
    }
    return new CaptionLanguage(
        locale.toLanguageTag(), given.isEmpty() ? locale.getDisplayName(locale) : given);
  }

  /**
   * The canonical form of a tag.
   *
   * @throws ProblemException {@code invalid-request}
   */
  static String canonicalTag(String tag) {
    return parseTag(tag).toLanguageTag();
  }

  private static Locale parseTag(String tag) {
    var trimmed = tag == null ? "" : tag.strip();
    try {
      var locale = new Locale.Builder().setLanguageTag(trimmed).build();
      if (!locale.getLanguage().isEmpty() && trimmed.length() <= MAX_TAG_LENGTH) {
        return locale;
      }
    } catch (IllformedLocaleException malformed) {
      // The same answer as for a tag without a language.
    }
    throw new ProblemException(
        ErrorCode.INVALID_REQUEST,
        "The language must be a BCP 47 tag, such as 'en', 'de' or 'pt-BR'.");
  }
}

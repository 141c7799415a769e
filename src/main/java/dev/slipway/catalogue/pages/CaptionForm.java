package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.captions.CaptionLanguage;
import java.util.List;
import java.util.stream.Stream;

/**
 * The form that adds captions.
 *
 * @param language as it was entered
 * @param label as it was entered
 * @param byDefault as it was chosen
 * @param error why the last change was refused, or null
 * @param notice what the last change did, or null
 */
record CaptionForm(String language, String label, boolean byDefault, String error, String notice) {
  private static final List<CaptionLanguage> SUGGESTED =
      Stream.of(
              "ar", "bn", "cs", "da", "de", "el", "en", "en-GB", "en-US", "es", "fi", "fr", "he",
              "hi", "hu", "id", "it", "ja", "ko", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sv",
              "th", "tr", "uk", "vi", "zh-Hans", "zh-Hant")
          .map(tag -> CaptionLanguage.parse(tag, null))
          .toList();

  private static final String SAVED = "saved";
  private static final String DELETED = "deleted";

  /**
   * @param done the last change, as the address names it; null if there was none
   */
  static CaptionForm after(String done) {
    var notice =
        SAVED.equals(done) ? "Captions saved." : DELETED.equals(done) ? "Captions deleted." : null;
    return new CaptionForm("", "", false, null, notice);
  }

  static CaptionForm refused(String language, String label, boolean byDefault, String error) {
    return new CaptionForm(
        language == null ? "" : language, label == null ? "" : label, byDefault, error, null);
  }

  /** Languages to choose from; any other may be entered. */
  public List<CaptionLanguage> languages() {
    return SUGGESTED;
  }

  /** The address of the page of a video after a change. */
  static String address(String videoId, boolean deleted) {
    return "/videos/%s?captions=%s#captions".formatted(videoId, deleted ? DELETED : SAVED);
  }
}

package dev.slipway.catalogue;

import dev.slipway.catalogue.access.Visibility;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;

/**
 * A request to change details of an upload or video, not validated yet. Null members stay as they
 * are.
 *
 * @param title cut after 255 characters
 * @param description up to 5,000 characters; line breaks are kept, an empty text removes it
 * @param visibility private, unlisted or public
 */
public record DetailsRequest(String title, String description, String visibility) {
  /** In UTF-16 units. Clients that count code points or graphemes count no more than that. */
  static final int MAX_DESCRIPTION_LENGTH = 5_000;

  /**
   * @throws ProblemException {@code invalid-request} if the body is empty
   */
  public static DetailsRequest requireBody(DetailsRequest request) {
    if (request == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with title, description or visibility.");
    }
    return request;
  }

  /**
   * Returns the details after this change.
   *
   * @throws ProblemException {@code invalid-request}
   */
  public VideoDetails applyTo(VideoDetails before) {
    return new VideoDetails(
        title == null ? before.title() : validTitle(),
        description == null ? before.description() : validDescription(),
        visibility == null ? before.visibility() : Visibility.parse(visibility));
  }

  private String validTitle() {
    return SafeText.label(title)
        .orElseThrow(
            () -> new ProblemException(ErrorCode.INVALID_REQUEST, "The 'title' can't be empty."));
  }

  private String validDescription() {
    var text = SafeText.paragraphs(description).orElse(null);
    if (text != null && text.length() > MAX_DESCRIPTION_LENGTH) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "A 'description' has at most %,d characters, not %,d."
              .formatted(MAX_DESCRIPTION_LENGTH, text.length()));
    }
    return text;
  }
}

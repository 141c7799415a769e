package dev.slipway.catalogue;

import dev.slipway.web.ErrorCode;
import dev.slipway.web.Labels;
import dev.slipway.web.Paragraphs;
import dev.slipway.web.ProblemException;

/**
 * What is to change, unchecked. What is null stays as it is.
 *
 * @param title kept up to 255 characters
 * @param description up to 5,000 characters, line breaks kept; an empty one removes it
 * @param visibility private, unlisted or public
 */
public record DetailsRequest(String title, String description, String visibility) {
  /** In UTF-16 units, so that every client's way of counting stays within. */
  static final int LONGEST_DESCRIPTION = 5_000;

  /**
   * @throws ProblemException {@code invalid-request} where nothing was sent
   */
  public static DetailsRequest required(DetailsRequest request) {
    if (request == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with title, description or visibility.");
    }
    return request;
  }

  /**
   * @throws ProblemException {@code invalid-request}
   */
  public Details over(Details before) {
    return new Details(
        title == null ? before.title() : checkedTitle(),
        description == null ? before.description() : checkedDescription(),
        visibility == null ? before.visibility() : Visibility.parse(visibility));
  }

  private String checkedTitle() {
    return Labels.of(title)
        .orElseThrow(
            () -> new ProblemException(ErrorCode.INVALID_REQUEST, "A 'title' can't be empty."));
  }

  private String checkedDescription() {
    var text = Paragraphs.of(description).orElse(null);
    if (text != null && text.length() > LONGEST_DESCRIPTION) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "A 'description' has at most %,d characters, not %,d."
              .formatted(LONGEST_DESCRIPTION, text.length()));
    }
    return text;
  }
}

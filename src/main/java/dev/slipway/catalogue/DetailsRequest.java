package dev.slipway.catalogue;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.web.SafeText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A request to change details of an upload or video, not validated yet. Null fields stay as they
 * are. In JSON, absent fields stay as they are, and null is like an empty value: see {@link
 * DetailsPatch}.
 *
 * @param title cut after 255 characters
 * @param description up to 5,000 characters; line breaks are kept, an empty text removes it
 * @param visibility private, unlisted or public
 * @param tags up to 30 of up to 50 characters, without commas, which separate them in forms; an
 *     empty list removes all. Blank tags and repetitions, in upper or lower case, are dropped
 */
@JsonDeserialize(converter = DetailsPatch.Converter.class)
public record DetailsRequest(
    String title, String description, String visibility, List<String> tags) {
  /** Another media type of the request, besides JSON. */
  public static final String MERGE_PATCH = "application/merge-patch+json";

  static final int MAX_TAGS = 30;

  /** In UTF-16 units. */
  static final int MAX_TAG_LENGTH = 50;

  /** Enough to recognise a tag in an error message. */
  private static final int SHOWN_TAG_LENGTH = 20;

  /** In UTF-16 units. Clients that count code points or graphemes count no more than that. */
  static final int MAX_DESCRIPTION_LENGTH = 5_000;

  /**
   * @throws ProblemException {@code invalid-request} if the body is empty
   */
  public static DetailsRequest requireBody(DetailsRequest request) {
    if (request == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with title, description, visibility or tags.");
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
        visibility == null ? before.visibility() : Visibility.parse(visibility),
        tags == null ? before.tags() : validTags());
  }

  private List<String> validTags() {
    var valid = new ArrayList<String>();
    var known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (var tag : tags) {
      var label = validTag(tag);
      if (!label.isEmpty() && known.add(label)) {
        valid.add(label);
      }
      if (valid.size() > MAX_TAGS) {
        throw refusal("A video can have at most %d tags.".formatted(MAX_TAGS));
      }
    }
    return valid;
  }

  /** Returns an empty text for a blank tag. */
  private static String validTag(String tag) {
    var label = SafeText.label(tag).orElse("");
    if (label.length() > MAX_TAG_LENGTH) {
      throw refusal(
          "The tag '%s…' is too long. A tag can have at most %d characters."
              .formatted(SafeText.truncate(label, SHOWN_TAG_LENGTH), MAX_TAG_LENGTH));
    }
    if (label.contains(",")) {
      throw refusal(
          "The tag '%s' has a comma, which separates tags in forms. Send each tag on its own."
              .formatted(label));
    }
    return label;
  }

  private static ProblemException refusal(String detail) {
    return new ProblemException(ErrorCode.INVALID_REQUEST, detail);
  }

  private String validTitle() {
    return SafeText.label(title)
        .orElseThrow(
            () ->
                refusal("The 'title' can't be empty. To keep the present one, leave 'title' out."));
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

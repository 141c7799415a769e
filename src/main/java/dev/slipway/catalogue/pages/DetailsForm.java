package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.catalogue.VideoDetails;
import dev.slipway.catalogue.VideoEditor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The form that edits a video's details. It sends what it has shown too, so that it changes nothing
 * else.
 *
 * @param input what is in the fields
 * @param shown the details that the visitor has seen
 * @param conflict whether others have changed the details meanwhile, so that the visitor decides
 * @param error why the last change was refused, or null
 * @param saved whether the last change was saved
 */
record DetailsForm(Fields input, Fields shown, boolean conflict, String error, boolean saved) {
  private static final String CONFLICT =
      "These details were changed elsewhere while you edited them, so your change isn’t saved yet."
          + " The saved value is shown below each field that differs. Save again to replace it.";

  /**
   * The fields as the form sends them; null for one that it didn't send.
   *
   * @param tags separated by commas
   */
  record Fields(String title, String description, String visibility, String tags) {
    private static Fields of(VideoDetails details) {
      return new Fields(
          details.title(),
          details.description() == null ? "" : details.description(),
          details.visibility().lowerCaseName(),
          String.join(", ", details.tags()));
    }

    DetailsRequest toRequest() {
      return new DetailsRequest(title, description, visibility, parseTags());
    }

    private List<String> parseTags() {
      return tags == null ? null : Arrays.stream(tags.split(",")).map(String::strip).toList();
    }

    private Fields orElse(Fields other) {
      return new Fields(
          Objects.requireNonNullElse(title, other.title),
          Objects.requireNonNullElse(description, other.description),
          Objects.requireNonNullElse(visibility, other.visibility),
          Objects.requireNonNullElse(tags, other.tags));
    }
  }

  static DetailsForm of(VideoDetails details, boolean saved) {
    var fields = Fields.of(details);
    return new DetailsForm(fields, fields, false, null, saved);
  }

  /** Shows the input again. */
  static DetailsForm refused(Fields input, Fields shown, VideoDetails present, String error) {
    var fields = Fields.of(present);
    return new DetailsForm(input.orElse(fields), shown.orElse(fields), false, error, false);
  }

  /** Shows the input beside what others have saved meanwhile. The next change may overwrite it. */
  static DetailsForm conflicting(VideoEditor.Conflict conflict) {
    return new DetailsForm(
        Fields.of(conflict.merged()), Fields.of(conflict.present()), true, CONFLICT, false);
  }
}

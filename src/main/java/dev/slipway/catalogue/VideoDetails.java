package dev.slipway.catalogue;

import dev.slipway.catalogue.access.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The details that a video's owner enters. Can be edited during the upload and afterwards.
 *
 * @param title a label of 1 to 255 characters
 * @param description up to 5,000 characters with line breaks, or null
 * @param tags up to 30 labels of 1 to 50 characters, each once
 */
public record VideoDetails(
    String title, String description, Visibility visibility, List<String> tags) {
  public VideoDetails {
    Objects.requireNonNull(title);
    Objects.requireNonNull(visibility);
    tags = List.copyOf(tags);
  }

  /** Details of a private video with a title only. */
  public static VideoDetails titled(String title) {
    return new VideoDetails(title, null, Visibility.PRIVATE, List.of());
  }

  /** Returns the same details with another visibility. */
  public VideoDetails with(Visibility visibility) {
    return new VideoDetails(title, description, visibility, tags);
  }

  /**
   * Merges an edit into these details, which may have changed since: returns them with what differs
   * between the details before and after it.
   */
  public VideoDetails merge(VideoDetails before, VideoDetails after) {
    return new VideoDetails(
        after.title.equals(before.title) ? title : after.title,
        Objects.equals(after.description, before.description) ? description : after.description,
        after.visibility == before.visibility ? visibility : after.visibility,
        after.tags.equals(before.tags) ? tags : after.tags);
  }

  /** Returns what differs, as text for people; empty if nothing does. */
  public Optional<String> formatChanges(VideoDetails after) {
    var changes = new ArrayList<String>();
    if (!title.equals(after.title)) {
      changes.add("title “" + after.title + "”");
    }
    if (!Objects.equals(description, after.description)) {
      changes.add(after.description == null ? "no description" : "description");
    }
    if (visibility != after.visibility) {
      changes.add("visibility " + after.visibility.lowerCaseName());
    }
    if (!tags.equals(after.tags)) {
      changes.add(after.tags.isEmpty() ? "no tags" : "tags " + String.join(", ", after.tags));
    }
    return changes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", changes));
  }
}

package dev.slipway.catalogue;

import dev.slipway.catalogue.access.Visibility;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;

/**
 * What a video's owner says about it. Can be edited during the upload and afterwards.
 *
 * @param title a label of 1 to 255 characters
 * @param description up to 5,000 characters with line breaks, or null
 */
public record VideoDetails(String title, String description, Visibility visibility) {
  public VideoDetails {
    Objects.requireNonNull(title);
    Objects.requireNonNull(visibility);
  }

  /** Details of a private video without a description. */
  public static VideoDetails titled(String title) {
    return new VideoDetails(title, null, Visibility.PRIVATE);
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
    return changes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", changes));
  }
}

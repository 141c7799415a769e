package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.catalogue.VideoFacts;
import java.util.List;

/**
 * The form that edits a video's details.
 *
 * @param tags separated by commas
 * @param error why the last change was refused, or null
 * @param saved whether the last change was saved
 */
record DetailsForm(
    String title, String description, String visibility, String tags, String error, boolean saved) {
  static DetailsForm of(VideoFacts video, boolean saved) {
    return new DetailsForm(
        video.title, video.description, video.visibility, joined(video.tags), null, saved);
  }

  static DetailsForm refused(DetailsRequest input, String error) {
    return new DetailsForm(
        input.title(), input.description(), input.visibility(), joined(input.tags()), error, false);
  }

  private static String joined(List<String> tags) {
    return String.join(", ", tags);
  }
}

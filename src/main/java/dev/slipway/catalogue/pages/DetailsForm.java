package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.catalogue.VideoDetails;
import dev.slipway.catalogue.VideoFacts;
import java.util.Arrays;
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

  /** Shows the input again. */
  static DetailsForm refused(DetailsRequest input, VideoDetails before, String error) {
    return new DetailsForm(
        input.title(),
        input.description(),
        input.visibility(),
        joined(input.tags() == null ? before.tags() : input.tags()),
        error,
        false);
  }

  /**
   * The tags of the input field, which commas separate.
   *
   * @param text null, from a form without the field, leaves the tags as they are
   */
  static List<String> parseTags(String text) {
    return text == null ? null : Arrays.stream(text.split(",")).map(String::strip).toList();
  }

  private static String joined(List<String> tags) {
    return String.join(", ", tags);
  }
}

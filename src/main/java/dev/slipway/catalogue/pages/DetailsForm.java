package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.catalogue.VideoFacts;

/**
 * The form that edits a video's details.
 *
 * @param error why the last change was refused, or null
 * @param saved whether the last change was saved
 */
record DetailsForm(
    String title, String description, String visibility, String error, boolean saved) {
  static DetailsForm of(VideoFacts video, boolean saved) {
    return new DetailsForm(video.title, video.description, video.visibility, null, saved);
  }

  static DetailsForm refused(DetailsRequest input, String error) {
    return new DetailsForm(input.title(), input.description(), input.visibility(), error, false);
  }
}

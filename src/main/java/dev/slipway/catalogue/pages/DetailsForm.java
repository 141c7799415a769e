package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.catalogue.VideoView;

/**
 * The form in which a video's manager changes what is said about it.
 *
 * @param error why nothing was changed, or null
 */
record DetailsForm(String title, String description, String visibility, String error) {
  static DetailsForm of(VideoView video) {
    return new DetailsForm(video.title(), video.description(), video.visibility(), null);
  }

  static DetailsForm refused(DetailsRequest typed, String error) {
    return new DetailsForm(typed.title(), typed.description(), typed.visibility(), error);
  }
}

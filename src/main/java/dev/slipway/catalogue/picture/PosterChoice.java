package dev.slipway.catalogue.picture;

import dev.slipway.storage.RandomId;

/**
 * The picture that an owner has chosen as the poster: either a frame or an uploaded image.
 *
 * @param millis the time of the frame; null if it is an image
 * @param image the version in the image's key; null if it is a frame
 */
public record PosterChoice(Long millis, RandomId image) {
  public PosterChoice {
    if ((millis == null) == (image == null)) {
      throw new IllegalArgumentException("Either a time or an image is expected");
    }
  }

  static PosterChoice frame(long millis) {
    return new PosterChoice(millis, null);
  }

  static PosterChoice image(RandomId version) {
    return new PosterChoice(null, version);
  }
}

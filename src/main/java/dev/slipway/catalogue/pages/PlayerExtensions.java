package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.VideoFacts;
import io.quarkus.qute.TemplateExtension;

/** Derived values for the template of the player, which the API does not contain. */
@TemplateExtension
final class PlayerExtensions {
  private PlayerExtensions() {}

  /** The width of the picture in pixels as it is shown, after rotation; null if it isn't known. */
  static Integer displayWidth(VideoFacts.Format format) {
    return isOnItsSide(format) ? format.height : format.width;
  }

  /** The height of the picture in pixels as it is shown, after rotation; null if it isn't known. */
  static Integer displayHeight(VideoFacts.Format format) {
    return isOnItsSide(format) ? format.width : format.height;
  }

  private static boolean isOnItsSide(VideoFacts.Format format) {
    return format.rotation != null && format.rotation % 180 != 0;
  }
}

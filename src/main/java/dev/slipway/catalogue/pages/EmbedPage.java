package dev.slipway.catalogue.pages;

import dev.slipway.catalogue.VideoFacts;
import dev.slipway.catalogue.captions.CaptionView;
import java.util.List;

/**
 * The player alone. Its template uses the same names as that of the page of the video.
 *
 * @param url plays the video
 * @param start where playback begins, in seconds; null for the beginning
 * @param chapters empty if the description lists none
 * @param captions by label
 */
record EmbedPage(
    VideoFacts video, String url, Long start, List<Chapter> chapters, List<CaptionView> captions) {
  /** People who may watch a video that isn't private may also download its file. */
  public boolean downloadable() {
    return true;
  }
}

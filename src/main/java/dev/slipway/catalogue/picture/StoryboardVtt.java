package dev.slipway.catalogue.picture;

import dev.slipway.catalogue.picture.StoryboardFrames.Frame;
import java.util.List;
import java.util.Locale;

/**
 * A storyboard as WebVTT with media fragments, which many players understand.
 *
 * @see <a href="https://www.w3.org/TR/webvtt1/">WebVTT</a>
 * @see <a href="https://www.w3.org/TR/media-frags/#naming-space">Media Fragments, spatial
 *     dimension</a>
 */
final class StoryboardVtt {
  private static final long HOUR = 3_600_000;
  private static final long MINUTE = 60_000;
  private static final long SECOND = 1000;

  private StoryboardVtt() {}

  /**
   * @param urls of the sprites in their order
   */
  static String of(StoryboardFrames storyboard, List<String> urls) {
    var text = new StringBuilder("WEBVTT\n");
    for (var frame : storyboard.frames()) {
      text.append(cue(frame, storyboard, urls.get(frame.sprite())));
    }
    return text.toString();
  }

  private static String cue(Frame frame, StoryboardFrames storyboard, String url) {
    return String.format(
        Locale.ROOT,
        "\n%s --> %s\n%s#xywh=%d,%d,%d,%d\n",
        time(frame.millis()),
        time(frame.millis() + storyboard.intervalMillis()),
        url,
        frame.x(),
        frame.y(),
        storyboard.tileWidth(),
        storyboard.tileHeight());
  }

  private static String time(long millis) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        millis / HOUR,
        millis % HOUR / MINUTE,
        millis % MINUTE / SECOND,
        millis % SECOND);
  }
}

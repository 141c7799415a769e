package dev.slipway.catalogue.captions;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes captions as WebVTT. */
final class WebVtt {
  static final String MEDIA_TYPE = "text/vtt";

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private WebVtt() {}

  /** The file in UTF-8. */
  static byte[] write(List<Cue> cues) {
    var text = new StringBuilder("WEBVTT\n");
    for (var cue : cues) {
      text.append('\n').append(time(cue.start())).append(" --> ").append(time(cue.end()));
      if (!cue.settings().isEmpty()) {
        text.append(' ').append(cue.settings());
      }
      text.append('\n').append(cue.text()).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String time(long millis) {
    return "%02d:%02d:%02d.%03d"
        .formatted(
            millis / HOUR, millis % HOUR / MINUTE, millis % MINUTE / SECOND, millis % SECOND);
  }
}

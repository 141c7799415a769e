package dev.slipway.catalogue.hls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The playlist that names the renditions of a video. */
final class MasterPlaylist {
  /** Players begin with the first rendition, before they know the bandwidth. */
  private static final int FIRST_SIDE = 480;

  private MasterPlaylist() {}

  static String of(List<Rendition> renditions) {
    var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    for (var rendition : ordered(renditions)) {
      var bandwidth = Bandwidth.of(rendition);
      text.append(
          String.format(
              Locale.ROOT,
              "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s\","
                  + "RESOLUTION=%dx%d,FRAME-RATE=%.3f\n%s.m3u8\n",
              bandwidth.peak(),
              bandwidth.average(),
              rendition.codecs,
              rendition.width,
              rendition.height,
              rendition.frameRate,
              rendition.id));
    }
    return text.toString();
  }

  /** One of medium size first, then from large to small. */
  private static List<Rendition> ordered(List<Rendition> renditions) {
    var ordered = new ArrayList<>(renditions);
    renditions.stream()
        .min(
            Comparator.comparingInt(
                rendition -> Math.abs(Math.min(rendition.width, rendition.height) - FIRST_SIDE)))
        .ifPresent(
            first -> {
              ordered.remove(first);
              ordered.add(0, first);
            });
    return ordered;
  }
}

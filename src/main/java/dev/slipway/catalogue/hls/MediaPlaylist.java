package dev.slipway.catalogue.hls;

import java.util.Locale;

/**
 * The playlist of one rendition: the byte ranges of its segments, all with the same signed URL.
 *
 * <p>The URL has several hundred bytes. In a long playlist it is a variable, which needs version 8
 * of the protocol; players of browsers have it, some others don't.
 */
final class MediaPlaylist {
  /** An hour. Its URLs have a megabyte, and 20 kB when they are compressed. */
  static final int MAX_REPEATED_URLS = 900;

  private static final String VARIABLE = "{$u}";

  private MediaPlaylist() {}

  /**
   * @param url the signed URL of the rendition
   */
  static String of(Rendition rendition, String url) {
    var segments = rendition.segmentList();
    var usesVariable = segments.size() > MAX_REPEATED_URLS;
    var address = usesVariable ? VARIABLE : url;
    var text =
        new StringBuilder("#EXTM3U\n#EXT-X-VERSION:%d\n".formatted(usesVariable ? 8 : 7))
            .append(
                "#EXT-X-TARGETDURATION:%d\n".formatted(Bandwidth.of(rendition).targetDuration()))
            .append("#EXT-X-PLAYLIST-TYPE:VOD\n");
    if (usesVariable) {
      text.append("#EXT-X-DEFINE:NAME=\"u\",VALUE=\"%s\"\n".formatted(url));
    }
    text.append(
        "#EXT-X-MAP:URI=\"%s\",BYTERANGE=\"%d@0\"\n".formatted(address, rendition.initSize));
    var offset = rendition.initSize;
    for (var segment : segments) {
      text.append(String.format(Locale.ROOT, "#EXTINF:%.5f,\n", rendition.seconds(segment)))
          .append("#EXT-X-BYTERANGE:")
          .append(segment.size())
          .append('@')
          .append(offset)
          .append('\n')
          .append(address)
          .append('\n');
      offset += segment.size();
    }
    return text.append("#EXT-X-ENDLIST\n").toString();
  }
}

package dev.slipway.media.probe;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Recognises text files that refer to media elsewhere, whatever their name. */
final class PlaylistDetector {
  private static final int MAX_BEGINNING = 1024;
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  /** HLS, concatenation for ffmpeg, Windows Media, PLS, QuickTime and RTSP; in lower case. */
  private static final List<String> BEGINNINGS =
      List.of(
          "#extm3u",
          "ffconcat version",
          "<asx",
          "[reference]",
          "[playlist]",
          "rtsptext",
          "smiltext",
          "<smil");

  /** The root elements of DASH and Smooth Streaming, after an XML declaration. */
  private static final List<String> ELEMENTS = List.of("<mpd", "<smoothstreamingmedia", "<smil");

  private PlaylistDetector() {}

  /**
   * @param firstBytes the beginning of a file
   */
  static boolean isPlaylist(byte[] firstBytes) {
    var length = Math.min(firstBytes.length, MAX_BEGINNING);
    var text = new String(firstBytes, 0, length, StandardCharsets.ISO_8859_1);
    var beginning =
        (text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text)
            .strip()
            .toLowerCase(Locale.ROOT);
    return BEGINNINGS.stream().anyMatch(beginning::startsWith)
        || beginning.startsWith("<") && ELEMENTS.stream().anyMatch(beginning::contains);
  }
}

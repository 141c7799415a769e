package dev.slipway.media.probe;

import java.util.List;

/** The protocols, containers and codecs that ffprobe and ffmpeg may use to read a file. */
public final class InputWhitelist {
  /**
   * ffmpeg's names of the containers. Without a whitelist, a playlist named {@code .mp4} makes
   * ffprobe open the addresses in it.
   */
  private static final String FORMATS =
      "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,ogg,asf";

  private InputWhitelist() {}

  /** Options before the input: local files only, known containers, accepted codecs. */
  public static List<String> options(ProbeConfig config) {
    return List.of(
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        FORMATS,
        "-codec_whitelist",
        DecoderNames.whitelist(config.codecs()));
  }
}

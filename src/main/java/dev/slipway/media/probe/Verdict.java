package dev.slipway.media.probe;

/** Decides from the contents of a file whether it is accepted. */
final class Verdict {
  private Verdict() {}

  static ProbeResult of(MediaInfo info, ProbeConfig config) {
    if (info.videoCodec() == null) {
      return ProbeResult.rejected(info, ProbeRejection.NO_VIDEO_STREAM, "No picture found.");
    }
    if (!config.codecs().contains(info.videoCodec())) {
      return ProbeResult.rejected(
          info,
          ProbeRejection.CODEC_NOT_ALLOWED,
          "The video codec is %s.".formatted(info.videoCodec()));
    }
    return ProbeResult.playable(info);
  }
}

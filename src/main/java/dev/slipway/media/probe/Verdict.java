package dev.slipway.media.probe;

import dev.slipway.web.Formats;

/** Decides from the contents of a file whether it is accepted. */
final class Verdict {
  private final ProbeConfig config;

  Verdict(ProbeConfig config) {
    this.config = config;
  }

  /**
   * Decides from headers alone, before a decoder sees a packet.
   *
   * @return the rejection; null if the file may be analysed
   */
  ProbeResult ofHeaders(FfprobeReport report, MediaInfo info) {
    var ofOpening = ofOpening(report, info);
    if (ofOpening != null) {
      return ofOpening;
    }
    return report.video().isPresent() ? ofPicture(info, report) : null;
  }

  /** Decides from the analysis. */
  ProbeResult ofAnalysis(FfprobeReport report, MediaInfo info) {
    var ofHeaders = ofHeaders(report, info);
    if (ofHeaders != null) {
      return ofHeaders;
    }
    if (report.video().isEmpty()) {
      return ProbeResult.rejected(info, ProbeRejection.NO_VIDEO_STREAM, contents(info));
    }
    var maxDuration = config.maxDuration();
    if (info.durationMillis() != null
        && info.durationMillis() > maxDuration.toMillis()
        && !StreamTimestamps.canJump(info.container())) {
      return ProbeResult.rejected(
          info,
          ProbeRejection.TOO_LONG,
          "The video is %s long; the limit is %s."
              .formatted(
                  Formats.humanMillis(info.durationMillis()),
                  Formats.durationInWords(maxDuration)));
    }
    return ProbeResult.playable(info);
  }

  private static ProbeResult ofOpening(FfprobeReport report, MediaInfo info) {
    if (report.hasUnsupportedFormat()) {
      return ProbeResult.rejected(
          info, ProbeRejection.NOT_A_VIDEO, "The format of the file is not supported.");
    }
    if (report.refusedDecoder().isPresent()) {
      return ProbeResult.rejected(
          info,
          ProbeRejection.CODEC_NOT_ALLOWED,
          "The codec %s is not allowed.".formatted(report.refusedDecoder().get()));
    }
    if (report.impossiblePicture().isPresent()) {
      return ProbeResult.rejected(
          info,
          ProbeRejection.PICTURE_TOO_LARGE,
          "The picture has %s pixels."
              .formatted(report.impossiblePicture().get().replace("x", " × ")));
    }
    if (report.error().isEmpty()) {
      return null;
    }
    var detail =
        report.ranOutOfMemory()
            ? "The index of the file needs more memory than is allowed."
            : "ffprobe says: %s.".formatted(report.error().get());
    return ProbeResult.rejected(info, ProbeRejection.UNREADABLE, detail);
  }

  private ProbeResult ofPicture(MediaInfo info, FfprobeReport report) {
    if (info.videoCodec() == null || !config.codecs().contains(info.videoCodec())) {
      return ProbeResult.rejected(
          info,
          ProbeRejection.CODEC_NOT_ALLOWED,
          info.videoCodec() == null
              ? "The video codec is unknown (%s).".formatted(report.videoTag())
              : "The codec %s is not allowed.".formatted(info.videoCodec()));
    }
    if (info.width() == null || info.height() == null) {
      return null;
    }
    var isTooLarge =
        Math.max(info.width(), info.height()) > config.maxSide()
            || (long) info.width() * info.height() > config.maxPixels();
    return isTooLarge
        ? ProbeResult.rejected(
            info,
            ProbeRejection.PICTURE_TOO_LARGE,
            "The picture has %d × %d pixels; %d pixels and %d on a side are allowed."
                .formatted(info.width(), info.height(), config.maxPixels(), config.maxSide()))
        : null;
  }

  private static String contents(MediaInfo info) {
    return info.audioCodec() == null
        ? "The file has neither pictures nor sound."
        : "The file has only sound (%s).".formatted(info.audioCodec());
  }
}

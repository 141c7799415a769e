package dev.slipway.processing.probe;

import dev.slipway.catalogue.Rejection;
import dev.slipway.media.probe.MediaInfo;
import dev.slipway.media.probe.MediaProbe;
import dev.slipway.media.probe.ProbeRejection;
import dev.slipway.processing.scan.MalwareScanner;
import dev.slipway.processing.work.JobFile;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Reads the object of a video and decides whether it can be played: scans it, and probes it. */
@ApplicationScoped
class VideoProbe {
  private final MalwareScanner scanner;
  private final MediaProbe probe;

  VideoProbe(MalwareScanner scanner, MediaProbe probe) {
    this.scanner = scanner;
    this.probe = probe;
  }

  /**
   * Must not be called in a transaction.
   *
   * @param progress receives what is done now, and the share that is done or null
   * @throws dev.slipway.processing.scan.ScannerUnavailableException if the scanner doesn't answer
   * @throws dev.slipway.media.probe.MediaProgramException if the program failed; try again
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   * @throws dev.slipway.processing.work.ObjectSource.ObjectChangedException if the object was
   *     removed or replaced
   */
  Verdict probe(JobFile file, BiConsumer<String, Integer> progress) {
    var source = file.source();
    if (scanner.isEnabled()) {
      var malware = scanner.scan(source, share -> progress.accept("Scanning for malware", share));
      if (malware.isPresent()) {
        return new Verdict(Rejection.MALWARE, malware.get() + ".", Optional.empty());
      }
    }
    progress.accept("Reading the format", null);
    var result = probe.probe(source);
    return new Verdict(
        result.rejection() == null ? null : rejectionOf(result.rejection()),
        result.detail(),
        Optional.ofNullable(result.info()));
  }

  static Rejection rejectionOf(ProbeRejection reason) {
    return switch (reason) {
      case NOT_A_VIDEO -> Rejection.NOT_A_VIDEO;
      case NO_VIDEO_STREAM -> Rejection.NO_VIDEO_STREAM;
      case EMPTY -> Rejection.EMPTY;
      case TRUNCATED -> Rejection.TRUNCATED;
      case NO_INDEX -> Rejection.NO_INDEX;
      case TOO_LONG -> Rejection.TOO_LONG;
      case PICTURE_TOO_LARGE -> Rejection.PICTURE_TOO_LARGE;
      case CODEC_NOT_ALLOWED -> Rejection.CODEC_NOT_ALLOWED;
      case REFERENCE -> Rejection.REFERENCE;
      case UNREADABLE -> Rejection.UNREADABLE;
    };
  }

  /**
   * Whether a video can be played.
   *
   * @param rejection null if the video can be played
   * @param detail what was found, in words for people; null without a finding
   * @param info what the probe found; empty if it found nothing
   */
  record Verdict(Rejection rejection, String detail, Optional<MediaInfo> info) {}
}

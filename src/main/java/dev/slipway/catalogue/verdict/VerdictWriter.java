package dev.slipway.catalogue.verdict;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Rejection;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoStatus.VideoStatusChanged;
import dev.slipway.media.probe.MediaInfo;
import dev.slipway.observability.LifecycleLog;
import dev.slipway.web.Formats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Writes whether a video can be played, with the audit entry and the line in the log. All methods
 * join a transaction in which the row is locked. A video that is ready or rejected keeps its
 * status, unless malware is found in a ready one: only its format is written.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class VerdictWriter {
  private final AuditLog audit;
  private final LifecycleLog log;
  private final Quarantine quarantine;
  private final Event<VideoStatusChanged> statusChanges;
  private final Clock clock;

  VerdictWriter(
      AuditLog audit,
      LifecycleLog log,
      Quarantine quarantine,
      Event<VideoStatusChanged> statusChanges,
      Clock clock) {
    this.audit = audit;
    this.quarantine = quarantine;
    this.log = log;
    this.statusChanges = statusChanges;
    this.clock = clock;
  }

  /**
   * Makes the video ready.
   *
   * @param info what the probe found; empty if nothing probes videos in this installation
   */
  public void accept(Video video, Optional<MediaInfo> info) {
    info.ifPresent(found -> video.describe(found, clock.instant()));
    var facts = info.map(VerdictWriter::summarize).orElse(null);
    if (!video.isProcessing()) {
      audit.record(AuditLog.SYSTEM, "video.probed", video.id(), facts);
      return;
    }
    video.accept();
    audit.record(AuditLog.SYSTEM, "video.ready", video.id(), facts);
    log.record("Video ready", video.id(), video.owner(), video.size());
    statusChanges.fire(VideoStatusChanged.of(video));
  }

  /**
   * Rejects the video. One that has been ready stays ready, because people may already link to it,
   * unless malware was found.
   *
   * @param detail what was found, in a sentence for people; null without a finding
   * @param info what the probe found; empty if it found nothing
   */
  public void reject(Video video, Rejection reason, String detail, Optional<MediaInfo> info) {
    info.ifPresent(found -> video.describe(found, clock.instant()));
    var explanation = detail == null ? reason.code() : reason.code() + ": " + detail;
    if (!video.canBeRejectedFor(reason)) {
      video.markProbed(clock.instant());
      audit.record(AuditLog.SYSTEM, "video.probed", video.id(), explanation);
      return;
    }
    video.reject(reason, detail);
    quarantine.begin(video);
    audit.record(AuditLog.SYSTEM, "video.rejected", video.id(), explanation);
    log.record("Video rejected", video.id(), video.owner(), video.size());
    statusChanges.fire(VideoStatusChanged.of(video));
  }

  /** The format in a few words, such as {@code mp4, h264, aac, 1920 × 1080, 1:02}. */
  private static String summarize(MediaInfo info) {
    var words = new StringJoiner(", ").setEmptyValue("unknown format");
    Optional.ofNullable(info.container()).ifPresent(words::add);
    Optional.ofNullable(info.videoCodec()).ifPresent(words::add);
    Optional.ofNullable(info.audioCodec()).ifPresent(words::add);
    if (info.width() != null && info.height() != null) {
      words.add(info.width() + " × " + info.height());
    }
    Optional.ofNullable(info.durationMillis()).map(Formats::playerTime).ifPresent(words::add);
    return words.toString();
  }
}

package dev.slipway.processing.rendition;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.hls.Rendition;
import dev.slipway.media.mp4.FragmentIndex;
import dev.slipway.media.rendition.Rung;
import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.JobResult;
import dev.slipway.storage.RandomId;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is written to a video after its renditions were made, or not. */
@ApplicationScoped
class RenditionResults {
  /** Of the application and the store, which decides whether a URL has expired. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(15);

  private final UncataloguedFiles files;
  private final UncataloguedFileRows rows;
  private final VideoUrlSigner urls;
  private final AuditLog audit;
  private final RenditionMetrics metrics;
  private final SecureRandom random;
  private final Clock clock;

  RenditionResults(
      UncataloguedFiles files,
      UncataloguedFileRows rows,
      VideoUrlSigner urls,
      AuditLog audit,
      RenditionMetrics metrics,
      SecureRandom random,
      Clock clock) {
    this.files = files;
    this.rows = rows;
    this.urls = urls;
    this.audit = audit;
    this.metrics = metrics;
    this.random = random;
    this.clock = clock;
  }

  /** The names of renditions, for people. */
  static String namesOf(List<Rung> rungs) {
    return rungs.stream().map(Rung::label).collect(Collectors.joining(", "));
  }

  /**
   * Why a video gets no renditions. Those that it has stay.
   *
   * @param reason for people
   */
  JobResult nothing(String reason) {
    return new Nothing(reason);
  }

  /** Renditions that are stored: the elements of the lists with the same index belong together. */
  JobResult made(
      String videoId,
      List<Rung> rungs,
      List<FragmentIndex> indexes,
      List<RenditionUpload> uploads) {
    var renditions = new ArrayList<Rendition>();
    for (var at = 0; at < rungs.size(); at++) {
      renditions.add(
          Rendition.of(
              RandomId.random(random),
              videoId,
              uploads.get(at).key(),
              rungs.get(at),
              indexes.get(at),
              clock.instant()));
    }
    return new Made(videoId, namesOf(rungs), renditions);
  }

  private final class Nothing implements JobResult {
    private final String reason;

    Nothing(String reason) {
      this.reason = reason;
    }

    @Override
    public Set<JobKind> write(Video video) {
      audit.record(AuditLog.SYSTEM, "video.renditions", video.id(), "None. " + reason);
      return Set.of();
    }

    @Override
    public void afterWrite() {
      metrics.recordSkipped();
    }
  }

  private final class Made implements JobResult {
    private final String videoId;
    private final String names;
    private final List<Rendition> renditions;

    Made(String videoId, String names, List<Rendition> renditions) {
      this.videoId = videoId;
      this.names = names;
      this.renditions = renditions;
    }

    @Override
    public Set<JobKind> write(Video video) {
      var replaced = Rendition.replace(video.id(), renditions);
      // People who are watching the replaced ones have URLs of them.
      var removeAfter = clock.instant().plus(urls.longestLifetime()).plus(CLOCK_DIFFERENCE);
      var keys = renditions.stream().map(Rendition::key).toList();
      rows.exchange(videoId, keys, replaced, removeAfter);
      audit.record(AuditLog.SYSTEM, "video.renditions", video.id(), names);
      return Set.of();
    }

    @Override
    public void afterWrite() {
      metrics.recordMade(renditions.size(), renditions.stream().mapToLong(Rendition::size).sum());
    }

    @Override
    public void discard() {
      files.remove(videoId, renditions.stream().map(Rendition::key).toList());
    }
  }
}

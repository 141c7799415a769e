package dev.slipway.processing.rendition;

import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.hls.Rendition;
import dev.slipway.media.mp4.FragmentIndex;
import dev.slipway.media.probe.MediaProbe;
import dev.slipway.media.probe.SourceStreams;
import dev.slipway.media.rendition.BrowserSupport;
import dev.slipway.media.rendition.Ladder;
import dev.slipway.media.rendition.RenditionConfig;
import dev.slipway.media.rendition.Rung;
import dev.slipway.media.rendition.Transcoder;
import dev.slipway.processing.work.BackfillSearch;
import dev.slipway.processing.work.JobFile;
import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.JobResult;
import dev.slipway.processing.work.JobWork;
import dev.slipway.storage.DerivedMultipartStore;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.MultipartOptions;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.signing.Presigner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Makes the renditions of a video, unless it plays well everywhere as it is. */
@ApplicationScoped
class RenditionWork implements JobWork {
  private static final Logger LOG = Logger.getLogger(RenditionWork.class);
  private static final String MEDIA_TYPE = "video/mp4";

  /** With its repetitions, a minute. */
  private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

  /** Of the application and the store, which decides whether a URL has expired. */
  private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(15);

  private static final String WITHOUT_JOB =
      """
      not exists (select 1 from media_job j where j.video_id = v.id and j.kind = 'RENDITIONS')
      """;

  private final RenditionConfig config;
  private final MediaProbe probe;
  private final Transcoder transcoder;
  private final DerivedMultipartStore store;
  private final DerivedStore objects;
  private final UncataloguedFiles files;
  private final UncataloguedFileRows rows;
  private final Presigner presigner;
  private final VideoUrlSigner urls;
  private final AuditLog audit;
  private final RenditionMetrics metrics;
  private final BackfillSearch search;
  private final SecureRandom random;
  private final Clock clock;

  RenditionWork(
      RenditionConfig config,
      MediaProbe probe,
      Transcoder transcoder,
      DerivedMultipartStore store,
      DerivedStore objects,
      UncataloguedFiles files,
      UncataloguedFileRows rows,
      Presigner presigner,
      VideoUrlSigner urls,
      AuditLog audit,
      RenditionMetrics metrics,
      EntityManager entities,
      SecureRandom random,
      Clock clock) {
    this.config = config;
    this.probe = probe;
    this.transcoder = transcoder;
    this.store = store;
    this.objects = objects;
    this.files = files;
    this.rows = rows;
    this.presigner = presigner;
    this.urls = urls;
    this.audit = audit;
    this.metrics = metrics;
    this.search = new BackfillSearch(entities, WITHOUT_JOB);
    this.random = random;
    this.clock = clock;
  }

  @Override
  public JobKind kind() {
    return JobKind.RENDITIONS;
  }

  @Override
  public boolean isEnabled() {
    return config.enabled();
  }

  @Override
  public boolean isBackfilled() {
    return config.backfill();
  }

  @Override
  public Optional<String> missingProgram() {
    return transcoder.isAvailable() ? Optional.empty() : Optional.of("ffmpeg");
  }

  @Override
  public JobResult run(JobFile file, BiConsumer<String, Integer> progress) {
    files.remove(file.videoId());
    var size = file.object().size();
    if (size > config.maxSourceSize().asLongValue()) {
      return new Nothing(
          "The file has %d bytes; %d are allowed"
              .formatted(size, config.maxSourceSize().asLongValue()));
    }
    progress.accept("Reading the format", null);
    var streams = probe.readStreams(file.source());
    if (streams.isEmpty()) {
      return new Nothing("The file has no picture that can be transcoded");
    }
    if (new BrowserSupport(config).isSufficient(size, streams.get())) {
      return new Nothing("The file plays everywhere and is small");
    }
    var unsupported = transcoder.findUnsupported(streams.get());
    if (unsupported.isPresent()) {
      return new Nothing(unsupported.get());
    }
    var duration = streams.get().durationMillis();
    if (duration != null && duration > config.maxDuration().toMillis()) {
      return new Nothing("The video is longer than " + config.maxDuration());
    }
    return transcode(file, streams.get(), progress);
  }

  private JobResult transcode(
      JobFile file, SourceStreams streams, BiConsumer<String, Integer> progress) {
    var rungs = Ladder.of(streams);
    var names = rungs.stream().map(Rung::label).collect(Collectors.joining(", "));
    var uploads = new ArrayList<RenditionUpload>();
    try {
      var indexes =
          transcoder.transcode(
              file.source(),
              streams,
              rungs,
              rung -> begin(file.videoId(), uploads),
              (step, share) ->
                  progress.accept(
                      step == Transcoder.Step.COPY ? "Copying the file" : "Preparing " + names,
                      share));
      report(progress, "Storing " + names);
      uploads.forEach(RenditionUpload::complete);
      return new Made(file.videoId(), names, renditions(file.videoId(), rungs, indexes, uploads));
    } catch (RuntimeException e) {
      discard(file.videoId(), uploads.stream().map(RenditionUpload::key).toList());
      throw e;
    }
  }

  /** An outage of the database must not end the work of hours. */
  static void report(BiConsumer<String, Integer> progress, String step) {
    try {
      progress.accept(step, null);
    } catch (RuntimeException e) {
      LOG.debugf(e, "The progress can't be reported");
    }
  }

  /** Records the upload before it has a part, so that it can be removed whatever happens. */
  private RenditionUpload begin(String videoId, List<RenditionUpload> uploads) {
    var key =
        ObjectKey.ofDerived(new RandomId(videoId), "rendition", RandomId.random(random), ".mp4");
    var checksums = presigner.verifiesChecksums();
    var uploadId = store.create(key, new MultipartOptions(MEDIA_TYPE, checksums, Map.of()));
    try {
      rows.insert(key, videoId, uploadId);
    } catch (RuntimeException e) {
      store.abort(key, uploadId);
      throw e;
    }
    var upload = new RenditionUpload(store, objects, key, uploadId, checksums, RETRY_DELAY);
    uploads.add(upload);
    return upload;
  }

  private List<Rendition> renditions(
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
    return renditions;
  }

  /** The next attempt or the sweep removes what can't be removed now. */
  private void discard(String videoId, List<ObjectKey> keys) {
    try {
      files.remove(videoId, keys);
    } catch (RuntimeException e) {
      LOG.debugf(e, "The unfinished renditions of video %s can't be removed yet", videoId);
    }
  }

  @Override
  public void removeLeftovers(RandomId videoId) {
    files.remove(videoId.value());
  }

  @Override
  public List<String> findWithoutResult(String bucket, int limit) {
    if (!config.backfill()) {
      return List.of();
    }
    return search.findNext(bucket, limit);
  }

  /** Why a video gets no renditions. Those that it has stay. */
  private final class Nothing implements JobResult {
    private final String reason;

    Nothing(String reason) {
      this.reason = reason;
    }

    @Override
    public Set<JobKind> write(Video video) {
      audit.record(
          AuditLog.SYSTEM,
          "video.renditions",
          video.id(),
          "None are needed or possible. " + reason);
      return Set.of();
    }

    @Override
    public void afterWrite() {
      metrics.recordSkipped();
    }
  }

  /** Renditions that are stored. */
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

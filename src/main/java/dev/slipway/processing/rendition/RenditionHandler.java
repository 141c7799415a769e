package dev.slipway.processing.rendition;

import dev.slipway.media.probe.SourceStreams;
import dev.slipway.media.rendition.Ladder;
import dev.slipway.media.rendition.RenditionConfig;
import dev.slipway.media.rendition.Transcoder;
import dev.slipway.processing.work.BackfillSearch;
import dev.slipway.processing.work.JobFile;
import dev.slipway.processing.work.JobHandler;
import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.JobResult;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Makes the renditions of a video, unless it plays well everywhere as it is. */
@ApplicationScoped
class RenditionHandler implements JobHandler {
  private static final Logger LOG = Logger.getLogger(RenditionHandler.class);
  private static final String WITHOUT_JOB =
      """
      not exists (select 1 from media_job j where j.video_id = v.id and j.kind = 'RENDITIONS')
      """;

  private final RenditionConfig config;
  private final RenditionRules rules;
  private final Transcoder transcoder;
  private final RenditionUploads uploads;
  private final RenditionResults results;
  private final UncataloguedFiles files;
  private final BackfillSearch search;

  RenditionHandler(
      RenditionConfig config,
      RenditionRules rules,
      Transcoder transcoder,
      RenditionUploads uploads,
      RenditionResults results,
      UncataloguedFiles files,
      EntityManager entities) {
    this.config = config;
    this.rules = rules;
    this.transcoder = transcoder;
    this.uploads = uploads;
    this.results = results;
    this.files = files;
    this.search = new BackfillSearch(entities, WITHOUT_JOB);
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
    progress.accept("Reading the format", null);
    var decision = rules.decide(file);
    return decision.reason() == null
        ? transcode(file, decision.streams(), progress)
        : results.nothing(decision.reason());
  }

  private JobResult transcode(
      JobFile file, SourceStreams streams, BiConsumer<String, Integer> progress) {
    var rungs = Ladder.of(streams);
    var names = RenditionResults.namesOf(rungs);
    var begun = new ArrayList<RenditionUpload>();
    try {
      var indexes =
          transcoder.transcode(
              file.source(),
              streams,
              rungs,
              rung -> begin(file.videoId(), begun),
              (step, share) ->
                  progress.accept(
                      step == Transcoder.Step.COPY ? "Copying the file" : "Preparing " + names,
                      share));
      report(progress, "Storing " + names);
      begun.forEach(RenditionUpload::complete);
      return results.made(file.videoId(), rungs, indexes, begun);
    } catch (RuntimeException e) {
      discard(file.videoId(), begun.stream().map(RenditionUpload::key).toList());
      throw e;
    }
  }

  private RenditionUpload begin(String videoId, List<RenditionUpload> begun) {
    var upload = uploads.begin(videoId);
    begun.add(upload);
    return upload;
  }

  /** An outage of the database must not end the work of hours. */
  static void report(BiConsumer<String, Integer> progress, String step) {
    try {
      progress.accept(step, null);
    } catch (RuntimeException e) {
      LOG.debugf(e, "The progress can't be reported");
    }
  }

  /** The next attempt or the sweep removes what can't be removed now. */
  private void discard(String videoId, List<ObjectKey> keys) {
    try {
      files.remove(videoId, keys);
    } catch (RuntimeException e) {
      LOG.debugf(e, "The unfinished renditions of video %s can't be removed yet", videoId);
    }
  }

  /** The rows of the files exclude other attempts, so the claim doesn't matter. */
  @Override
  public void removeLeftovers(RandomId videoId, BooleanSupplier claimed) {
    files.remove(videoId.value());
  }

  @Override
  public List<String> findWithoutResult(String bucket, int limit) {
    if (!config.backfill()) {
      return List.of();
    }
    return search.findNext(bucket, limit);
  }

  @Override
  public boolean isBackfillFinished() {
    return !config.backfill() || search.isExhausted();
  }
}

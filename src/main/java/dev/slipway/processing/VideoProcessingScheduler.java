package dev.slipway.processing;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.sync.VideoProcessing;
import dev.slipway.processing.work.JobKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Schedules the probe of each new video, and what has to be repeated when an object was restored.
 */
@ApplicationScoped
class VideoProcessingScheduler implements VideoProcessing {
  private final ProcessingConfig config;
  private final JobQueue queue;
  private final JobHandlers handlers;

  VideoProcessingScheduler(ProcessingConfig config, JobQueue queue, JobHandlers handlers) {
    this.config = config;
    this.queue = queue;
    this.handlers = handlers;
  }

  @Override
  public boolean isEnabled() {
    return config.enabled();
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void schedule(Video video) {
    queue.queue(video, JobKind.PROBE, JobPriority.UPLOAD, null);
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void repeat(Video video) {
    queue.queue(video, JobKind.PROBE, priorityOfRestored(video), null);
    resume(video);
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void resume(Video video) {
    for (var kind : MediaJob.findKindsWithoutResult(video.id())) {
      if (handlers.of(kind).isEnabled()) {
        queue.queue(video, kind, priorityOfRestored(video), null);
      }
    }
  }

  /** A bucket that was restored must not make new videos wait. */
  private static JobPriority priorityOfRestored(Video video) {
    return video.isProcessing() ? JobPriority.UPLOAD : JobPriority.BACKFILL;
  }
}

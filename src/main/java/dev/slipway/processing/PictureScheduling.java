package dev.slipway.processing;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.picture.PictureJobs;
import dev.slipway.processing.work.JobKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Schedules the poster that an owner has chosen. */
@ApplicationScoped
class PictureScheduling implements PictureJobs {
  private final ProcessingConfig config;
  private final JobQueue queue;

  PictureScheduling(ProcessingConfig config, JobQueue queue) {
    this.config = config;
    this.queue = queue;
  }

  @Override
  public boolean isEnabled() {
    return config.enabled();
  }

  /** A running attempt notices at its end that the choice has changed. */
  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void request(Video video, String account) {
    queue.queue(video, JobKind.PICTURES, JobPriority.FOLLOWING, account);
  }

  @Override
  @Transactional
  public boolean isMaking(String videoId) {
    return MediaJob.count(
            "videoId = ?1 and kind = PICTURES and state in (QUEUED, RUNNING)", videoId)
        > 0;
  }

  @Override
  @Transactional
  public Optional<String> problem(String videoId) {
    return MediaJob.<MediaJob>find("videoId = ?1 and kind = PICTURES", videoId)
        .firstResultOptional()
        .filter(MediaJob::hasFailed)
        .map(job -> job.problem);
  }
}

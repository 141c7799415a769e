package dev.slipway.processing.rendition;

import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Removes what dead jobs have left in the store, and replaced renditions when no URL of them is
 * valid any more. The next attempt of other jobs removes its leftovers itself.
 */
@ApplicationScoped
class LeftoverSweep {
  private static final Logger LOG = Logger.getLogger(LeftoverSweep.class);
  private static final int BATCH_SIZE = 100;

  /** An attempt whose job another one has taken over may still be running. */
  private static final Duration MIN_AGE = Duration.ofMinutes(10);

  private final UncataloguedFiles files;

  LeftoverSweep(UncataloguedFiles files) {
    this.files = files;
  }

  @Scheduled(
      every = "10m",
      delayed = "2m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void run() {
    try {
      files.findAbandoned(MIN_AGE, BATCH_SIZE).forEach(this::remove);
    } catch (RuntimeException e) {
      LOG.warnf("Unfinished renditions can't be read; retrying later: %s", e.getMessage());
    }
  }

  /** One that can't be removed doesn't keep the others. */
  private void remove(UncataloguedFile file) {
    try {
      files.removeAbandoned(file, MIN_AGE);
    } catch (RuntimeException e) {
      LOG.warnf(
          "The unfinished rendition %s can't be removed; retrying later: %s",
          file.key().value(), e.getMessage());
    }
  }
}

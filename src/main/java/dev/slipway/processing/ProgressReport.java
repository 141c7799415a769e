package dev.slipway.processing;

import dev.slipway.processing.MediaJob.Claim;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;

/**
 * Writes how far an attempt is: each step at once, and the share of a step every few seconds, so
 * that a long step costs few transactions.
 */
final class ProgressReport implements BiConsumer<String, Integer> {
  private static final Duration INTERVAL = Duration.ofSeconds(3);

  private final JobQueue queue;
  private final Claim claim;
  private final Clock clock;
  private String step;
  private Instant next = Instant.MIN;

  ProgressReport(JobQueue queue, Claim claim, Clock clock) {
    this.queue = queue;
    this.claim = claim;
    this.clock = clock;
  }

  /**
   * @param percent the share of the step that is done, from 0 to 100; null if it isn't known
   */
  @Override
  public void accept(String currentStep, Integer percent) {
    var now = clock.instant();
    if (currentStep.equals(step) && now.isBefore(next)) {
      return;
    }
    step = currentStep;
    next = now.plus(INTERVAL);
    queue.report(claim, currentStep, percent);
  }
}

package dev.slipway.lab.attacks.bench;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.time.Duration;

/** The time limit of one attack. */
final class Deadline {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** So that the steps after a wait still have time. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(9);

  private final long startedAt = System.nanoTime();

  /**
   * @throws ProblemException {@code store-unavailable}
   */
  void requireTime() {
    if (elapsedNanos() > LIMIT.toNanos()) {
      throw new ProblemException(
          ErrorCode.STORE_UNAVAILABLE,
          "The attack took longer than %d seconds. Check the store in the doctor, then try again."
              .formatted(LIMIT.toSeconds()));
    }
  }

  boolean hasTimeToWait() {
    return elapsedNanos() < MAX_WAIT.toNanos();
  }

  private long elapsedNanos() {
    return System.nanoTime() - startedAt;
  }
}

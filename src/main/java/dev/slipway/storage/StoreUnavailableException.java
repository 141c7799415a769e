package dev.slipway.storage;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.time.Duration;

/** The store did not answer, or answered in a way that can change. Retrying later makes sense. */
public class StoreUnavailableException extends ProblemException {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  public StoreUnavailableException() {
    super(
        ErrorCode.STORE_UNAVAILABLE,
        "Try again in a few seconds. Files that are already stored are safe.",
        RETRY_AFTER);
  }
}

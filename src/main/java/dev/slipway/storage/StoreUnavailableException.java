package dev.slipway.storage;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.time.Duration;

/** The store did not answer, or not as a store does. Asking again later makes sense. */
public class StoreUnavailableException extends ProblemException {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  public StoreUnavailableException() {
    super(
        ErrorCode.STORE_UNAVAILABLE,
        "Try again in a few seconds; nothing that was stored is lost.",
        RETRY_AFTER);
  }
}

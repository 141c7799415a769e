package dev.slipway.storage;

import dev.slipway.web.ErrorCode;
import dev.slipway.web.ProblemException;
import java.time.Duration;

/** The store did not answer, or not as a store does. Asking again later makes sense. */
public class StoreUnavailableException extends ProblemException {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  StoreUnavailableException() {
    super(
        ErrorCode.STORE_UNAVAILABLE,
        "Try again in a few seconds; nothing that was stored is lost.",
        RETRY_AFTER);
  }
}

package dev.slipway.ingest.senders;

import dev.slipway.web.LogText;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.RateLimiter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Reports that a sender can't be verified, because what its signature is verified with can't be
 * fetched. The log is limited, because strangers can cause it.
 */
final class VerificationOutages {
  private static final Logger LOG = Logger.getLogger(VerificationOutages.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final int LOG_BURST = 5;

  private final RateLimiter logLimit;

  VerificationOutages(Clock clock) {
    this.logLimit = RateLimiter.onePerMinute(LOG_BURST, clock);
  }

  /** Returns {@code sender-unverified}, and logs the failure. */
  ProblemException report(String failure, IOException cause) {
    if (logLimit.tryAcquire()) {
      LOG.errorf("%s: %s", failure, LogText.of(String.valueOf(cause.getMessage())));
    }
    return new ProblemException(
        ErrorCode.SENDER_UNVERIFIED,
        "The sender can't be verified now. Send the notification again in a moment.",
        RETRY_AFTER);
  }
}

package dev.slipway.lab.uploads;

import dev.slipway.sftp.ConcurrencyLimit;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.time.Duration;

/**
 * The places for uploads at once: a number for all accounts together, of which one account can have
 * half, so that nobody takes the places of all others.
 */
final class Places {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final int placesOfAccount;
  private final ConcurrencyLimit limit;

  Places(int places) {
    this.placesOfAccount = Math.max(1, places / 2);
    this.limit = new ConcurrencyLimit(places, placesOfAccount);
  }

  /**
   * Takes a place for an upload of an account.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  void take(String account) {
    if (limit.tryAcquire(account)) {
      return;
    }
    var own = limit.count(account);
    throw refusal(
        own >= placesOfAccount
            ? "%d of your files pass through the application just now, the most for one account. Wait for one to end, then try again."
                .formatted(own)
            : "Too many files pass through the application just now. Try again in a moment.");
  }

  /** Gives a place back. */
  void free(String account) {
    limit.release(account);
  }

  private static ProblemException refusal(String detail) {
    return new ProblemException(ErrorCode.TOO_MANY_REQUESTS, detail, RETRY_AFTER);
  }
}

package dev.slipway.lab.uploads;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.ConcurrencyLimit;
import java.time.Duration;

/**
 * Limits how many files pass through the application at the same time: in total, and for one
 * account to half of the total, rounded down but at least one.
 */
final class UploadSlots {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final int slotsOfAccount;
  private final ConcurrencyLimit limit;

  UploadSlots(int slots) {
    this.slotsOfAccount = Math.max(1, slots / 2);
    this.limit = new ConcurrencyLimit(slots, slotsOfAccount);
  }

  /**
   * Takes a slot for an upload of an account.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  void acquire(String account) {
    if (limit.tryAcquire(account)) {
      return;
    }
    var own = limit.count(account);
    throw refusal(
        own >= slotsOfAccount
            ? "%d of your files pass through the application just now, the most for one account. Wait for one to end, then try again."
                .formatted(own)
            : "Too many files pass through the application just now. Try again in a moment.");
  }

  void release(String account) {
    limit.release(account);
  }

  private static ProblemException refusal(String detail) {
    return new ProblemException(ErrorCode.TOO_MANY_REQUESTS, detail, RETRY_AFTER);
  }
}

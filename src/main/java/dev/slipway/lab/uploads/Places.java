package dev.slipway.lab.uploads;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The places for uploads at once: a number for all accounts together, of which one account can have
 * half, so that nobody takes the places of all others.
 */
final class Places {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final int places;
  private final int placesOfAccount;
  private final Map<String, Integer> taken = new HashMap<>();
  private int allTaken;

  Places(int places) {
    this.places = places;
    this.placesOfAccount = Math.max(1, places / 2);
  }

  /**
   * Takes a place for an upload of an account.
   *
   * @throws ProblemException {@code too-many-requests}
   */
  synchronized void take(String account) {
    var own = taken.getOrDefault(account, 0);
    if (own >= placesOfAccount) {
      throw refusal(
          "%d of your files pass through the application just now, the most for one account. Wait for one to end, then try again."
              .formatted(own));
    }
    if (allTaken >= places) {
      throw refusal("Too many files pass through the application just now. Try again in a moment.");
    }
    taken.put(account, own + 1);
    allTaken++;
  }

  /** Gives a place back. */
  synchronized void free(String account) {
    taken.computeIfPresent(account, (name, own) -> own > 1 ? own - 1 : null);
    allTaken--;
  }

  private static ProblemException refusal(String detail) {
    return new ProblemException(ErrorCode.TOO_MANY_REQUESTS, detail, RETRY_AFTER);
  }
}

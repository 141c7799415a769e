package dev.slipway.account.login;

import dev.slipway.account.password.PasswordHasher;
import dev.slipway.account.password.PasswordRules;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Hashes and checks passwords that several people share, such as that of a link, as those of
 * accounts: by the same algorithm, in the same queue, and under the same limits of attempts for
 * each secret and network and of failures for each network.
 */
@ApplicationScoped
public class SharedPasswords {
  private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(5);

  private final PasswordHasher hasher;
  private final LoginQueue queue;
  private final LoginThrottle throttle;

  SharedPasswords(PasswordHasher hasher, LoginQueue queue, LoginThrottle throttle) {
    this.hasher = hasher;
    this.queue = queue;
    this.throttle = throttle;
  }

  /**
   * Returns the hash of a new password. Must not be called in a transaction, because it may wait.
   *
   * @param account on whose request, which may hash as many passwords as it may log in
   * @param address of the request, whose network has a limited share of the queue
   * @throws ProblemException {@code invalid-request} if the password is too short or too long;
   *     {@code too-many-requests}; {@code overloaded} if too many passwords are hashed at once
   */
  public String hash(String password, String account, ClientAddress address) {
    if (!PasswordRules.hasValidLength(password)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "A 'password' has at least %d characters, and at most %d bytes in UTF-8."
              .formatted(PasswordRules.MIN_CHARACTERS, PasswordRules.MAX_BYTES));
    }
    throttle
        .limitRate("hashes of " + account, address.network())
        .ifPresent(
            delay -> {
              throw new ProblemException(
                  ErrorCode.TOO_MANY_REQUESTS, "Too many passwords. Wait, then try again.", delay);
            });
    return queue
        .run(address.network(), () -> hasher.hash(password))
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.OVERLOADED,
                    "Too many passwords are being checked. Try again in a few seconds.",
                    RETRY_WHEN_BUSY));
  }

  /**
   * Checks a password. Must not be called in a transaction, because it may wait.
   *
   * @param subject identifies the secret, such as {@code share <id>}; it is no account's name
   */
  public Check check(String subject, String password, String hash, ClientAddress address) {
    var network = address.network();
    return throttle
        .limitRate(subject, network)
        .map(delay -> new Check(Outcome.THROTTLED, null, delay))
        .or(() -> queue.run(network, () -> checkNow(subject, password, hash, network)))
        .orElseGet(() -> new Check(Outcome.BUSY, null, RETRY_WHEN_BUSY));
  }

  private Check checkNow(String subject, String password, String hash, String network) {
    var delay = throttle.recordAttempt(subject, network);
    if (delay.isPresent()) {
      return new Check(Outcome.THROTTLED, null, delay.get());
    }
    if (!hasher.matches(password, hash)) {
      return new Check(Outcome.WRONG, null, null);
    }
    throttle.clearFailures(subject, network);
    var newHash = hasher.needsUpgrade(hash) ? hasher.hash(password) : null;
    return new Check(Outcome.RIGHT, newHash, null);
  }

  /** How a check ended. */
  public enum Outcome {
    RIGHT,
    WRONG,
    /** There were too many failures in the last minute, or too many attempts. */
    THROTTLED,
    /** There are too many checks at this moment. */
    BUSY
  }

  /**
   * @param upgradedHash replaces the hash that was checked, if it is weaker than new ones; null if
   *     it isn't, or the password is wrong
   * @param retryAfter null unless the password was not checked
   */
  public record Check(Outcome outcome, String upgradedHash, Duration retryAfter) {}
}

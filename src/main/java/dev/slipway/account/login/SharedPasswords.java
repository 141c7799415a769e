package dev.slipway.account.login;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Hashes and checks passwords that several people share, such as that of a link, as those of
 * accounts: with bcrypt, in the same queue, and under the same limits of failures for each secret
 * and network and for each network.
 */
@ApplicationScoped
public class SharedPasswords {
  public static final int MIN_BYTES = 8;

  /** bcrypt ignores bytes beyond the 72nd. */
  public static final int MAX_BYTES = 72;

  private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(5);

  private final LoginQueue queue;
  private final LoginThrottle throttle;

  SharedPasswords(LoginQueue queue, LoginThrottle throttle) {
    this.queue = queue;
    this.throttle = throttle;
  }

  /**
   * Returns the hash of a new password. Must not be called in a transaction, because it may wait.
   *
   * @param address of the request, whose network has a limited share of the queue
   * @throws ProblemException {@code invalid-request} if the password is too short or too long;
   *     {@code overloaded} if too many passwords are hashed at once
   */
  public String hash(String password, ClientAddress address) {
    if (!hasValidLength(password)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "A 'password' has %d to %d bytes; letters without accents have one."
              .formatted(MIN_BYTES, MAX_BYTES));
    }
    return queue
        .run(address.network(), () -> BcryptUtil.bcryptHash(password))
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.OVERLOADED,
                    "Too many passwords are checked now. Try again in a few seconds.",
                    RETRY_WHEN_BUSY));
  }

  /** Whether a new password is neither too short nor too long. */
  public static boolean hasValidLength(String password) {
    var bytes = password.getBytes(StandardCharsets.UTF_8).length;
    return bytes >= MIN_BYTES && bytes <= MAX_BYTES;
  }

  /**
   * Checks a password. Must not be called in a transaction, because it may wait.
   *
   * @param subject identifies the secret, such as {@code share <id>}; it is no account's name
   */
  public Check check(String subject, String password, String hash, ClientAddress address) {
    return queue
        .run(address.network(), () -> checkNow(subject, password, hash, address.network()))
        .orElseGet(() -> new Check(Outcome.BUSY, RETRY_WHEN_BUSY));
  }

  private Check checkNow(String subject, String password, String hash, String network) {
    var delay = throttle.recordAttempt(subject, network);
    if (delay.isPresent()) {
      return new Check(Outcome.THROTTLED, delay.get());
    }
    var isShortEnough = password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    if (!BcryptUtil.matches(password, hash) || !isShortEnough) {
      return new Check(Outcome.WRONG, null);
    }
    throttle.clearFailures(subject, network);
    return new Check(Outcome.RIGHT, null);
  }

  /** How a check ended. */
  public enum Outcome {
    RIGHT,
    WRONG,
    /** There were too many failures in the last minute. */
    THROTTLED,
    /** There are too many checks at this moment. */
    BUSY
  }

  /**
   * @param retryAfter null unless the password was not checked
   */
  public record Check(Outcome outcome, Duration retryAfter) {}
}

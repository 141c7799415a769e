package dev.slipway.account.login;

import dev.slipway.account.Account;
import java.time.Duration;

/**
 * The result of an attempt to log in.
 *
 * @param account null unless the login succeeded
 * @param sessionToken the new session's token; null unless a session has begun
 * @param retryAfter null unless the login was not checked
 */
record LoginResult(Outcome outcome, Account account, String sessionToken, Duration retryAfter) {
  /** How the attempt ended; its lower-case name is the label in the metrics. */
  enum Outcome {
    SUCCEEDED,
    FAILED,
    /** The password is right, but an administrator has disabled the account. */
    DISABLED,
    /** People can't log in with passwords here. */
    SWITCHED_OFF,
    /** There were too many failures in the last minute, or too many attempts. */
    THROTTLED,
    /** There are too many logins at this moment. */
    BUSY
  }

  static LoginResult succeeded(Account account, String sessionToken) {
    return new LoginResult(Outcome.SUCCEEDED, account, sessionToken, null);
  }

  static LoginResult failed() {
    return new LoginResult(Outcome.FAILED, null, null, null);
  }

  static LoginResult disabled() {
    return new LoginResult(Outcome.DISABLED, null, null, null);
  }

  static LoginResult switchedOff() {
    return new LoginResult(Outcome.SWITCHED_OFF, null, null, null);
  }

  static LoginResult throttled(Duration retryAfter) {
    return new LoginResult(Outcome.THROTTLED, null, null, retryAfter);
  }

  static LoginResult busy(Duration retryAfter) {
    return new LoginResult(Outcome.BUSY, null, null, retryAfter);
  }
}

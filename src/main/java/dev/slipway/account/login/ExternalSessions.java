package dev.slipway.account.login;

import dev.slipway.account.Account;
import dev.slipway.web.ClientAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;

/**
 * Sessions of people whom another system has authenticated. They are listed, limited, audited and
 * ended like those of a login with a password.
 */
@ApplicationScoped
public class ExternalSessions {
  private final LoginSessions sessions;
  private final LoginThrottle throttle;
  private final RefusedLogins refusals;

  ExternalSessions(LoginSessions sessions, LoginThrottle throttle, RefusedLogins refusals) {
    this.sessions = sessions;
    this.throttle = throttle;
    this.refusals = refusals;
  }

  /**
   * Records an attempt before its result is known. It counts against the limit of failures of its
   * network until {@link #clearAttempt}.
   *
   * @param attempt identifies it; no account has this name
   * @return how long to wait, if the limit is reached
   */
  public Optional<Duration> recordAttempt(String attempt, ClientAddress address) {
    return throttle.recordAttempt(attempt, address.network());
  }

  /** Forgets an attempt that succeeded. */
  public void clearAttempt(String attempt, ClientAddress address) {
    throttle.clearFailures(attempt, address.network());
  }

  /**
   * Begins a session and returns its token.
   *
   * @param previousToken of the session that the browser has now, which ends, or null
   * @return empty if the account can't be used any more
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<String> begin(Account account, Browser browser, String previousToken) {
    return sessions.begin(account, LoginMethod.OPENID_CONNECT, browser, previousToken);
  }

  /**
   * Ends a session, if it has not ended.
   *
   * @param tokenHash of its token
   * @param reason for the audit log
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void end(byte[] tokenHash, ClientAddress address, String reason) {
    sessions.end(tokenHash, address, reason);
  }

  /**
   * @param reason for the audit log: no secret, and safe for one line
   */
  public void recordRefused(String reason, ClientAddress address) {
    refusals.recordRefused(reason, address);
  }

  /**
   * @param reason for the audit log: no secret, and safe for one line
   */
  public void recordThrottled(String reason, ClientAddress address) {
    refusals.recordThrottled(null, reason, address);
  }
}

package dev.slipway.account.login;

import dev.slipway.account.Accounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.jboss.logging.Logger;

/** Logs people in and out: throttles, verifies the password, and replaces the session. */
@ApplicationScoped
class LoginService {
  private static final Logger LOG = Logger.getLogger(LoginService.class);
  private static final int MAX_NAME_LENGTH = 64;

  private final Accounts accounts;
  private final LoginSessions sessions;
  private final LoginThrottle throttle;
  private final LoginMetrics metrics;

  LoginService(
      Accounts accounts, LoginSessions sessions, LoginThrottle throttle, LoginMetrics metrics) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.throttle = throttle;
    this.metrics = metrics;
  }

  /**
   * Begins a session if the password is right.
   *
   * @param username as typed
   * @param address where the attempt comes from, as {@link ClientAddress} names it
   * @param previousToken of the session that the browser has now, or null. It ends, so that nobody
   *     can plant a session before the login (session fixation).
   */
  LoginResult logIn(String username, String password, String address, String previousToken) {
    var result = attempt(normalize(username), password, address, previousToken);
    metrics.recordLogin(result.outcome());
    return result;
  }

  /**
   * Ends a session.
   *
   * @param token null if the browser has no session
   */
  void logOut(String token) {
    if (token != null) {
      sessions.end(token);
    }
  }

  private LoginResult attempt(String name, String password, String address, String previousToken) {
    var delay = throttle.recordAttempt(name, address);
    if (delay.isPresent()) {
      return LoginResult.throttled(delay.get());
    }
    var account = accounts.authenticate(name, password);
    if (account.isEmpty()) {
      LOG.infof("Failed login of %s from %s", name, address);
      return LoginResult.failed();
    }
    throttle.clearFailures(name, address);
    logOut(previousToken);
    return LoginResult.succeeded(account.get(), sessions.begin(account.get()));
  }

  /** The typed name in the form that account names have, safe to log and to store. */
  private static String normalize(String username) {
    var name = username.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "?");
    return name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH);
  }
}

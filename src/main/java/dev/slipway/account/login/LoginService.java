package dev.slipway.account.login;

import dev.slipway.account.Account;
import dev.slipway.account.AccountPasswords;
import dev.slipway.account.Accounts;
import dev.slipway.web.ClientAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Logs people in and out: throttles, verifies the password, and replaces the session. */
@ApplicationScoped
public class LoginService {
  private static final Logger LOG = Logger.getLogger(LoginService.class);
  private static final int MAX_NAME_LENGTH = 64;
  private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(5);

  private final Accounts accounts;
  private final AccountPasswords passwords;
  private final LoginSessions sessions;
  private final LoginQueue queue;
  private final LoginThrottle throttle;
  private final RefusedLogins refusals;
  private final LoginMetrics metrics;
  private final LoginConfig config;

  LoginService(
      Accounts accounts,
      AccountPasswords passwords,
      LoginSessions sessions,
      LoginQueue queue,
      LoginThrottle throttle,
      RefusedLogins refusals,
      LoginMetrics metrics,
      LoginConfig config) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.sessions = sessions;
    this.queue = queue;
    this.throttle = throttle;
    this.refusals = refusals;
    this.metrics = metrics;
    this.config = config;
  }

  /**
   * Begins a session if the password is right.
   *
   * @param username as typed
   * @param browser where the attempt comes from
   * @param previousToken of the session that the browser has now, or null. It ends, so that nobody
   *     can plant a session before the login (session fixation).
   */
  LoginResult logIn(String username, String password, Browser browser, String previousToken) {
    return inQueue(
        username, browser.address(), name -> attempt(name, password, browser, previousToken));
  }

  /**
   * Ends a session.
   *
   * @param token null if the browser has no session
   */
  void logOut(String token, ClientAddress address) {
    if (token != null) {
      sessions
          .end(token, address, "logged out")
          .ifPresent(name -> LOG.infof("%s logged out from %s", name, address.text()));
    }
  }

  /**
   * Verifies a password without beginning a session, for a client that keeps its connection.
   *
   * @param username as typed
   * @return the account; empty if the password is wrong, or if there were too many attempts
   */
  public Optional<Account> verify(String username, String password, ClientAddress address) {
    var result = inQueue(username, address, name -> check(name, password, address));
    return Optional.ofNullable(result.account());
  }

  private LoginResult inQueue(
      String username, ClientAddress address, Function<String, LoginResult> login) {
    var name = normalize(username);
    var result =
        throttle
            .limitRate(name, address.network())
            .map(LoginResult::throttled)
            .or(() -> queue.run(address.network(), () -> login.apply(name)))
            .orElseGet(() -> LoginResult.busy(RETRY_WHEN_BUSY));
    metrics.recordLogin(result.outcome());
    return result;
  }

  private LoginResult attempt(String name, String password, Browser browser, String previousToken) {
    var check = check(name, password, browser.address());
    if (check.account() == null) {
      return check;
    }
    var account = check.account();
    var token = sessions.begin(account, LoginMethod.PASSWORD, browser, previousToken);
    if (token.isEmpty()) {
      return LoginResult.failed();
    }
    LOG.infof("%s logged in from %s", account.name, browser.address().text());
    return LoginResult.succeeded(account, token.get());
  }

  private LoginResult check(String name, String password, ClientAddress address) {
    if (!config.local()) {
      return LoginResult.switchedOff();
    }
    var delay = throttle.recordAttempt(name, address.network());
    if (delay.isPresent()) {
      refusals.recordThrottled(accounts.exists(name) ? name : null, address);
      return LoginResult.throttled(delay.get());
    }
    var check = passwords.check(name, password);
    if (check.isDisabled()) {
      refusals.recordDisabled(check.knownName(), address);
      return LoginResult.disabled();
    }
    if (check.account().isEmpty()) {
      refusals.recordFailed(check.knownName(), address);
      return LoginResult.failed();
    }
    throttle.clearFailures(name, address.network());
    return LoginResult.succeeded(check.account().get(), null);
  }

  /** The typed name in the form that account names have. */
  private static String normalize(String username) {
    var name = username.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "?");
    return name.length() <= MAX_NAME_LENGTH ? name : name.substring(0, MAX_NAME_LENGTH);
  }
}

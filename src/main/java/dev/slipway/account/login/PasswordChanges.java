package dev.slipway.account.login;

import dev.slipway.account.Account;
import dev.slipway.account.AccountPasswords;
import dev.slipway.account.AccountPasswords.Changeability;
import dev.slipway.account.password.PasswordRules;
import dev.slipway.account.token.ApiTokens;
import dev.slipway.audit.AuditLog;
import dev.slipway.web.ClientAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Changes the password of an account on its own request. The current password is checked like that
 * of a login: in the same queue and under the same limits, because a stranger at an unlocked
 * computer must not be able to guess it.
 */
@ApplicationScoped
public class PasswordChanges {
  private static final Logger LOG = Logger.getLogger(PasswordChanges.class);
  private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(5);

  private final AccountPasswords passwords;
  private final LoginSessions sessions;
  private final ApiTokens tokens;
  private final LoginQueue queue;
  private final LoginThrottle throttle;
  private final AuditLog audit;

  PasswordChanges(
      AccountPasswords passwords,
      LoginSessions sessions,
      ApiTokens tokens,
      LoginQueue queue,
      LoginThrottle throttle,
      AuditLog audit) {
    this.passwords = passwords;
    this.sessions = sessions;
    this.tokens = tokens;
    this.queue = queue;
    this.throttle = throttle;
    this.audit = audit;
  }

  /**
   * What is asked for.
   *
   * @param account the name
   * @param sessionId the session that stays open, with another token; all others end
   * @param revokeTokens whether the account's API tokens are revoked as well
   */
  public record Request(
      String account,
      String sessionId,
      String currentPassword,
      String newPassword,
      boolean revokeTokens,
      ClientAddress address) {
    /** Hides the passwords, because this text may end up in logs. */
    @Override
    public String toString() {
      return "a change of the password of " + account;
    }
  }

  /** How a change ended. */
  public enum Outcome {
    CHANGED,
    /** The account has no password, or a published one. */
    IMPOSSIBLE,
    /** The new password breaks a rule. */
    REFUSED,
    WRONG_PASSWORD,
    /** There were too many failures in the last minute, or too many attempts. */
    THROTTLED,
    /** Too many passwords are checked at this moment. */
    BUSY
  }

  /**
   * The result of a change.
   *
   * @param reason what is wrong with the new password; null unless it is refused
   * @param sessionToken the session's new token; null unless the password was changed
   * @param retryAfter null unless the password was not checked
   */
  public record Result(Outcome outcome, String reason, String sessionToken, Duration retryAfter) {
    private static Result of(Outcome outcome) {
      return new Result(outcome, null, null, null);
    }

    private static Result refused(String reason) {
      return new Result(Outcome.REFUSED, reason, null, null);
    }

    private static Result postponed(Outcome outcome, Duration retryAfter) {
      return new Result(outcome, null, null, retryAfter);
    }
  }

  /** Changes a password. Must not be called in a transaction, because it may wait. */
  public Result change(Request request) {
    if (passwords.changeabilityOf(request.account()) != Changeability.CHANGEABLE) {
      return Result.of(Outcome.IMPOSSIBLE);
    }
    if (request.newPassword().equals(request.currentPassword())) {
      return Result.refused("The new password is the current one. Choose another password.");
    }
    var problem = PasswordRules.findProblem(request.newPassword(), request.account());
    if (problem.isPresent()) {
      return Result.refused(problem.get());
    }
    var network = request.address().network();
    return throttle
        .limitRate(request.account(), network)
        .map(delay -> Result.postponed(Outcome.THROTTLED, delay))
        .or(() -> queue.run(network, () -> checkAndStore(request)))
        .orElseGet(() -> Result.postponed(Outcome.BUSY, RETRY_WHEN_BUSY));
  }

  private Result checkAndStore(Request request) {
    var network = request.address().network();
    var delay = throttle.recordAttempt(request.account(), network);
    if (delay.isPresent()) {
      return Result.postponed(Outcome.THROTTLED, delay.get());
    }
    var account = passwords.check(request.account(), request.currentPassword()).account();
    if (account.isEmpty()) {
      recordRefusal(request);
      return Result.of(Outcome.WRONG_PASSWORD);
    }
    throttle.clearFailures(request.account(), network);
    var hash = passwords.hash(request.newPassword());
    return store(account.get(), hash, request)
        .map(token -> new Result(Outcome.CHANGED, null, token, null))
        .orElseGet(() -> Result.of(Outcome.WRONG_PASSWORD));
  }

  @Transactional
  void recordRefusal(Request request) {
    audit.record(
        request.account(),
        "password.refused",
        request.account(),
        "wrong current password",
        request.address());
  }

  /** Returns the session's new token; empty if another change came first. */
  @Transactional
  Optional<String> store(Account account, String hash, Request request) {
    if (!passwords.replaceHash(account, hash)) {
      return Optional.empty();
    }
    var ended =
        sessions.endOthers(
            account.name, request.sessionId(), request.address(), "the password was changed");
    var revoked = request.revokeTokens() ? tokens.revokeAll(account.name) : 0;
    audit.record(
        account.name,
        "password.changed",
        account.name,
        "other sessions ended: %d, API tokens revoked: %d".formatted(ended, revoked),
        request.address());
    LOG.infof("%s changed the password from %s", account.name, request.address().text());
    return Optional.of(sessions.replaceToken(request.sessionId()));
  }
}

package dev.slipway.account.login;

import dev.slipway.account.Account;
import dev.slipway.account.AccountEvent;
import dev.slipway.account.Accounts;
import dev.slipway.account.SecretToken;
import dev.slipway.audit.AuditLog;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** Begins, finds and ends sessions. They are in the database, so that all replicas share them. */
@ApplicationScoped
class LoginSessions {
  /** Enough for all devices of a person, and for demo accounts, which many people share. */
  static final int MAX_SESSIONS = 100;

  /** More than one exist only after an upgrade from a version without the limit. */
  private static final int MAX_ENDED = 100;

  private final LoginConfig config;
  private final Accounts accounts;
  private final AuditLog audit;
  private final SecureRandom random;
  private final Clock clock;

  LoginSessions(
      LoginConfig config, Accounts accounts, AuditLog audit, SecureRandom random, Clock clock) {
    this.config = config;
    this.accounts = accounts;
    this.audit = audit;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Begins a session and returns its token, of which only a hash is stored. The oldest sessions of
   * an account with more than {@value #MAX_SESSIONS} end.
   *
   * @param verified as it was when the password was checked
   * @param method how the person was authenticated, for the audit log
   * @param previousToken of the session that the browser has now, which ends, or null
   * @return empty if the account was disabled, or got another password, since it was checked
   */
  @Transactional
  Optional<String> begin(
      Account verified, String method, ClientAddress address, String previousToken) {
    // The lock makes concurrent logins count each other's sessions.
    var locked =
        Account.lock(verified.name)
            .filter(accounts::mayLogIn)
            .filter(found -> found.hasSamePassword(verified));
    if (locked.isEmpty()) {
      return Optional.empty();
    }
    var account = locked.get();
    if (previousToken != null) {
      end(previousToken, address, "replaced by a new login");
    }
    audit.record(account.name, "login.succeeded", account.name, method, address);
    var token = SecretToken.random(random, "");
    var now = clock.instant();
    account.recordLogin(now);
    new LoginSession(token.hash(), account, now, now.plus(config.sessionLifetime())).persist();
    endOldest(account, address);
    return Optional.of(token.text());
  }

  private void endOldest(Account account, ClientAddress address) {
    var surplus =
        LoginSession.<LoginSession>find("account = ?1 order by createdAt desc, tokenHash", account)
            .range(MAX_SESSIONS, MAX_SESSIONS + MAX_ENDED - 1)
            .list();
    for (var session : surplus) {
      session.delete();
      audit.record(
          account.name,
          "login.ended",
          account.name,
          "more than %d sessions".formatted(MAX_SESSIONS),
          address);
    }
  }

  /**
   * Finds the account of a session that hasn't expired. Runs without a transaction: every request
   * makes this one query, and a commit would add another round trip to the database.
   */
  Optional<Account> findAccount(String token) {
    return LoginSession.<LoginSession>find(
            "from LoginSession s join fetch s.account where s.tokenHash = ?1 and s.expiresAt > ?2",
            new SecretToken(token).hash(),
            clock.instant())
        .firstResultOptional()
        .map(session -> session.account)
        .filter(accounts::mayLogIn);
  }

  /**
   * Ends a session.
   *
   * @param reason for the audit log
   * @return the name of its account; empty if there was no such session
   */
  @Transactional
  Optional<String> end(String token, ClientAddress address, String reason) {
    return end(new SecretToken(token).hash(), address, reason);
  }

  /** The same, by the hash of the session's token. */
  @Transactional
  Optional<String> end(byte[] hash, ClientAddress address, String reason) {
    var name =
        LoginSession.<LoginSession>findByIdOptional(hash).map(session -> session.account.name);
    // Only one of two concurrent requests deletes the row.
    if (name.isEmpty() || LoginSession.delete("tokenHash", (Object) hash) == 0) {
      return Optional.empty();
    }
    audit.record(name.get(), "login.ended", name.get(), reason, address);
    return name;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  void endAll(@Observes AccountEvent event) {
    LoginSession.delete("account.name", event.name());
  }

  @Transactional
  @Scheduled(every = "1h", delayed = "1m", skipExecutionIf = SkippedOnWorkers.class)
  void deleteExpired() {
    LoginSession.delete("expiresAt <= ?1", clock.instant());
  }
}

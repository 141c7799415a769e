package dev.slipway.account.login;

import dev.slipway.account.Account;
import dev.slipway.account.AccountEvent;
import dev.slipway.account.Accounts;
import dev.slipway.account.SecretToken;
import dev.slipway.audit.AuditLog;
import dev.slipway.storage.RandomId;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Begins, finds and ends sessions. They are in the database, so that all replicas share them. */
@Startup
@ApplicationScoped
public class LoginSessions {
  /** Enough for all devices of a person, and for demo accounts, which many people share. */
  static final int MAX_SESSIONS = 100;

  /** More than one exist only after an upgrade from a version without the limit. */
  private static final int MAX_ENDED = 100;

  /** The last use is accurate to five minutes, so a shorter time would end sessions in use. */
  private static final Duration MIN_IDLE_TIMEOUT = SessionUses.PRECISION.multipliedBy(2);

  private final LoginConfig config;
  private final Accounts accounts;
  private final SessionUses uses;
  private final AuditLog audit;
  private final SecureRandom random;
  private final Clock clock;

  LoginSessions(
      LoginConfig config,
      Accounts accounts,
      SessionUses uses,
      AuditLog audit,
      SecureRandom random,
      Clock clock) {
    if (config.idleTimeout().compareTo(MIN_IDLE_TIMEOUT) < 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_LOGIN_IDLE_TIMEOUT must be at least %d minutes."
              .formatted(MIN_IDLE_TIMEOUT.toMinutes()));
    }
    this.config = config;
    this.accounts = accounts;
    this.uses = uses;
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
  public Optional<String> begin(
      Account verified, LoginMethod method, Browser browser, String previousToken) {
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
      end(previousToken, browser.address(), "replaced by a new login");
    }
    audit.record(account.name, "login.succeeded", account.name, method.text(), browser.address());
    var token = SecretToken.random(random, "");
    var now = clock.instant();
    account.recordLogin(now);
    var lifetime = new LoginSession.Lifetime(now, now.plus(config.sessionLifetime()));
    new LoginSession(RandomId.random(random), token, account, method, browser, lifetime).persist();
    endOldest(account, browser.address());
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
   * Finds a session that has neither expired nor been idle for too long. Runs without a
   * transaction: every request makes this one query, and a commit would add another round trip to
   * the database.
   *
   * @param isUse whether the request keeps the session from ending as idle
   */
  Optional<LoginSession> find(String token, boolean isUse) {
    var now = clock.instant();
    var session =
        LoginSession.<LoginSession>find(
                "from LoginSession s join fetch s.account where s.tokenHash = ?1"
                    + " and s.expiresAt > ?2 and s.lastUsedAt > ?3",
                new SecretToken(token).hash(),
                now,
                now.minus(config.idleTimeout()))
            .firstResultOptional()
            .filter(found -> accounts.mayLogIn(found.account));
    if (isUse) {
      session.ifPresent(found -> uses.record(found, now));
    }
    return session;
  }

  /** Returns the sessions of an account that can be used, the last used first. */
  @Transactional
  public List<SessionInfo> findOf(String account) {
    var now = clock.instant();
    return LoginSession.<LoginSession>find(
            "account.name = ?1 and expiresAt > ?2 and lastUsedAt > ?3 order by lastUsedAt desc, id",
            account,
            now,
            now.minus(config.idleTimeout()))
        .stream()
        .map(SessionInfo::of)
        .toList();
  }

  /**
   * Ends a session of an account.
   *
   * @param reason for the audit log
   * @return false if the account has no such session
   */
  @Transactional
  public boolean end(String account, String id, ClientAddress address, String reason) {
    if (LoginSession.delete("account.name = ?1 and id = ?2", account, id) == 0) {
      return false;
    }
    audit.record(account, "login.ended", account, reason, address);
    return true;
  }

  /**
   * Ends the sessions of an account but one.
   *
   * @param keptId the session that stays open
   * @param reason for the audit log, which gets an entry for each session
   * @return how many have ended
   */
  @Transactional
  public int endOthers(String account, String keptId, ClientAddress address, String reason) {
    var others =
        LoginSession.<LoginSession>list(
                "account.name = ?1 and id <> ?2 order by id", account, keptId)
            .stream()
            .map(session -> session.id)
            .filter(id -> end(account, id, address, reason))
            .toList();
    return others.size();
  }

  /** Returns those of the sessions that have not ended. */
  @Transactional
  public Set<String> findOpen(Collection<String> ids) {
    return ids.isEmpty() ? Set.of() : LoginSession.findOpen(ids, clock.instant());
  }

  /** Ends the open connections of an account: live changes and SFTP, in all replicas. */
  @Transactional
  public void endConnections(String account) {
    Account.countEndedLogins(account);
  }

  /** Replaces the token of a session, so that the former one is worth nothing. */
  @Transactional
  public String replaceToken(String id) {
    var token = SecretToken.random(random, "");
    LoginSession.replaceToken(id, token);
    return token.text();
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
  public Optional<String> end(byte[] hash, ClientAddress address, String reason) {
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
    LoginSession.deleteOf(event.name());
    endConnections(event.name());
  }

  @Transactional
  @Scheduled(every = "1h", delayed = "1m", skipExecutionIf = SkippedOnWorkers.class)
  void deleteExpired() {
    var now = clock.instant();
    LoginSession.deleteEnded(now, now.minus(config.idleTimeout()));
  }
}

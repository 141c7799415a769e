package dev.slipway.account.login;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.Accounts.DemoAccountConverted;
import dev.slipway.account.SecretToken;
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
  private final LoginConfig config;
  private final Accounts accounts;
  private final SecureRandom random;
  private final Clock clock;

  LoginSessions(LoginConfig config, Accounts accounts, SecureRandom random, Clock clock) {
    this.config = config;
    this.accounts = accounts;
    this.random = random;
    this.clock = clock;
  }

  /** Begins a session and returns its token, of which only a hash is stored. */
  @Transactional
  String begin(Account account) {
    var token = SecretToken.random(random, "");
    var now = clock.instant();
    new LoginSession(token.hash(), account, now, now.plus(config.sessionLifetime())).persist();
    return token.text();
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

  @Transactional
  void end(String token) {
    LoginSession.deleteById(new SecretToken(token).hash());
  }

  @Transactional(Transactional.TxType.MANDATORY)
  void endAll(@Observes DemoAccountConverted conversion) {
    LoginSession.delete("account", conversion.account());
  }

  @Transactional
  @Scheduled(every = "1h", delayed = "1m")
  void deleteExpired() {
    LoginSession.delete("expiresAt <= ?1", clock.instant());
  }
}

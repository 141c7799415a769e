package dev.slipway.account;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

/** Logins that are under way, in the database, so that every replica knows them. */
@ApplicationScoped
class Sessions {
  private static final int TOKEN_BYTES = 32;

  private final LoginConfig config;
  private final Accounts accounts;
  private final SecureRandom random;
  private final Clock clock;

  Sessions(LoginConfig config, Accounts accounts, SecureRandom random, Clock clock) {
    this.config = config;
    this.accounts = accounts;
    this.random = random;
    this.clock = clock;
  }

  /** Begins a session and gives its token, which is kept nowhere. */
  @Transactional
  String begin(Account account) {
    var bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var now = clock.instant();
    new LoginSession(hash(token), account, now, now.plus(config.sessionLifetime())).persist();
    return token;
  }

  /** Whose session it is, while it lasts. */
  @Transactional
  Optional<Account> accountOf(String token) {
    return LoginSession.<LoginSession>find(
            "from LoginSession s join fetch s.account where s.tokenHash = ?1 and s.expiresAt > ?2",
            hash(token),
            clock.instant())
        .firstResultOptional()
        .map(session -> session.account)
        .filter(accounts::mayLogIn);
  }

  @Transactional
  void end(String token) {
    LoginSession.deleteById(hash(token));
  }

  @Transactional
  @Scheduled(every = "1h", delayed = "1m")
  void forgetExpired() {
    LoginSession.delete("expiresAt <= ?1", clock.instant());
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

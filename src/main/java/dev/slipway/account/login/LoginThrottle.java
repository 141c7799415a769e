package dev.slipway.account.login;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Slows guessing down: so many failures a minute for one account from one address, and some more
 * from one address over all accounts. An attacker elsewhere can't lock the owner out. Counted in
 * the database, so replicas don't multiply the tries.
 */
@ApplicationScoped
class LoginThrottle {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final LoginConfig limits;
  private final Clock clock;

  LoginThrottle(LoginConfig limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Counts a try as failed beforehand, so that many at once gain nothing.
   *
   * @return how long to wait before the next one counts; empty where this one may go on
   */
  @Transactional
  Optional<Duration> recordAttempt(String account, String address) {
    lockAddress(address);
    var since = clock.instant().minus(WINDOW);
    var ofPair =
        LoginFailure.count(
            "account = ?1 and address = ?2 and failedAt > ?3", account, address, since);
    var ofAddress = LoginFailure.count("address = ?1 and failedAt > ?2", address, since);
    if (ofPair >= limits.failuresPerMinute() || ofAddress >= limits.addressFailuresPerMinute()) {
      return Optional.of(WINDOW);
    }
    new LoginFailure(account, address, clock.instant()).persist();
    return Optional.empty();
  }

  /** The try was right after all, and forgives those before it. */
  @Transactional
  void clearFailures(String account, String address) {
    LoginFailure.delete("account = ?1 and address = ?2", account, address);
  }

  /** Until the transaction ends. */
  private static void lockAddress(String address) {
    LoginFailure.getEntityManager()
        .createNativeQuery(
            "select 1 from (select pg_advisory_xact_lock(hashtextextended(?1, 0))) l",
            Integer.class)
        .setParameter(1, address)
        .getSingleResult();
  }

  @Transactional
  @Scheduled(every = "10m", delayed = "1m")
  void deleteExpired() {
    LoginFailure.delete("failedAt <= ?1", clock.instant().minus(WINDOW));
  }
}

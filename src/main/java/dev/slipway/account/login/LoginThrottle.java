package dev.slipway.account.login;

import dev.slipway.storage.Sha256;
import dev.slipway.web.database.Locks;
import dev.slipway.web.ratelimit.RateLimiter;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Limits failed logins per minute, for each account and address and for each address over all
 * accounts. Because the address counts, an attacker elsewhere can't lock the owner out. The
 * failures are in the database, so that more replicas don't allow more guesses.
 *
 * <p>Limits how often a replica checks the password of an account for one address, right or wrong,
 * because that costs a tenth of a second. Created at startup, so that an invalid setting stops the
 * start.
 */
@Startup
@ApplicationScoped
public class LoginThrottle {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** Attempts hold the lock for milliseconds, unless a replica or the database has a problem. */
  private static final String LOCK_TIMEOUT = "set local lock_timeout = '1s'";

  private final LoginConfig limits;
  private final RateLimiter attempts;
  private final Clock clock;

  LoginThrottle(LoginConfig limits, Clock clock) {
    this.limits = limits;
    this.attempts = attempts(limits, clock);
    this.clock = clock;
  }

  private static RateLimiter attempts(LoginConfig limits, Clock clock) {
    try {
      return new RateLimiter(limits.burst(), limits.perSecond(), clock);
    } catch (IllegalArgumentException notPositive) {
      throw new IllegalArgumentException(
          "SLIPWAY_LOGIN_BURST and SLIPWAY_LOGIN_PER_SECOND must be above zero.", notPositive);
    }
  }

  /**
   * Takes a permit to check or hash a password. It needs no database, so it comes before the queue.
   *
   * @param name as typed, or a text that identifies the secret and is the name of no account
   * @param address the network that the attempt comes from
   * @return how long to wait, if there is none
   */
  Optional<Duration> limitRate(String name, String address) {
    return attempts.tryAcquire(name + " " + address);
  }

  /**
   * Records an attempt before its result is known. It counts as failed until {@link
   * #clearFailures}, so that concurrent guesses can't exceed the limit.
   *
   * @param name as typed, or a text that identifies the attempt and is the name of no account
   * @param address the network that the attempt comes from
   * @return how long to wait, if the limit is reached; empty if the attempt may proceed
   */
  @Transactional
  public Optional<Duration> recordAttempt(String name, String address) {
    lockAddress(address);
    var account = hash(name);
    var since = clock.instant().minus(WINDOW);
    var pairFailures =
        LoginFailure.count(
            "account = ?1 and address = ?2 and failedAt > ?3", account, address, since);
    var addressFailures = LoginFailure.count("address = ?1 and failedAt > ?2", address, since);
    if (pairFailures >= limits.failuresPerMinute()
        || addressFailures >= limits.addressFailuresPerMinute()) {
      return Optional.of(WINDOW);
    }
    new LoginFailure(account, address, clock.instant()).persist();
    return Optional.empty();
  }

  /** Forgets the recorded attempts after a successful login. */
  @Transactional
  public void clearFailures(String name, String address) {
    LoginFailure.delete("account = ?1 and address = ?2", hash(name), address);
  }

  @Transactional
  @Scheduled(every = "10m", delayed = "1m")
  void deleteExpired() {
    LoginFailure.delete("failedAt <= ?1", clock.instant().minus(WINDOW));
  }

  /** People type passwords into the field for the name, so it is not stored as it is. */
  private static String hash(String name) {
    return Sha256.hex(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Makes attempts from one address wait for each other until the transaction ends. */
  private static void lockAddress(String address) {
    var database = LoginFailure.getEntityManager();
    database.createNativeQuery(LOCK_TIMEOUT).executeUpdate();
    Locks.lockName(database, address);
  }
}

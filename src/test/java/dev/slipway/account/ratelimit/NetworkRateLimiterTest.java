package dev.slipway.account.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.LockWaits;
import dev.slipway.testing.SettableClock;
import dev.slipway.web.problem.DatabaseUnavailable;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two limiters on one database count like two replicas. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class NetworkRateLimiterTest {
  private static final int BURST = 400;
  private static final int BATCH = 10;

  /** So slow that no permit is refilled while a test runs. */
  private static final double PER_SECOND = 0.01;

  private static final Duration BATCH_REFILL = Duration.ofSeconds(1_000);

  @Inject SigningBuckets buckets;
  @Inject EntityManager database;
  @Inject AgroalDataSource dataSource;

  private final SettableClock clock = new SettableClock();
  private NetworkRateLimiter first;
  private NetworkRateLimiter second;

  @BeforeEach
  void start() {
    first = limiter();
    second = limiter();
  }

  @Test
  @Asvs("2.4.1")
  void replicasShareTheBurstOfANetwork() {
    var network = "192.0.2.10";

    var accepted = 0;
    for (var i = 0; i < BURST; i++) {
      accepted += accepted(first, network) + accepted(second, network);
    }

    assertThat(accepted).isEqualTo(BURST);
    assertThat(first.tryAcquire("192.0.2.11")).isEmpty();
  }

  @Test
  void concurrentRequestsGetNoMoreThanTheBurst() throws Exception {
    var network = "192.0.2.12";
    var pool = Executors.newFixedThreadPool(8);
    try {
      var calls = new ArrayList<Callable<Integer>>();
      for (var i = 0; i < 2 * BURST; i++) {
        var limiter = i % 2 == 0 ? first : second;
        calls.add(() -> accepted(limiter, network));
      }
      var accepted = 0;
      for (var result : pool.invokeAll(calls)) {
        accepted += result.get();
      }
      assertThat(accepted).isEqualTo(BURST);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void refillsAtTheRateOfAllReplicasTogether() {
    var network = "192.0.2.13";
    exhaust(network);
    assertThat(first.tryAcquire(network)).contains(BATCH_REFILL);

    pass(network, BATCH_REFILL.multipliedBy(3));

    var accepted =
        IntStream.range(0, 100)
            .map(i -> accepted(first, network) + accepted(second, network))
            .sum();
    assertThat(accepted).isEqualTo(3 * BATCH);
  }

  /** Each batch is one statement, and so is each second of refusals. */
  @Test
  void asksTheDatabaseOncePerBatch() {
    var network = "192.0.2.14";
    for (var i = 0; i < BATCH; i++) {
      assertThat(first.tryAcquire(network)).isEmpty();
    }
    assertThat(fullAt(network))
        .isBetween(
            Instant.now().plus(BATCH_REFILL).minusSeconds(60),
            Instant.now().plus(BATCH_REFILL).plusSeconds(1));
    exhaust(network);
    var exhausted = fullAt(network);
    for (var i = 0; i < 1_000; i++) {
      assertThat(first.tryAcquire(network)).isPresent();
    }
    assertThat(fullAt(network)).isEqualTo(exhausted);
  }

  @Test
  void forgetsNetworksThatAreQuiet() {
    var network = "192.0.2.15";
    assertThat(first.tryAcquire(network)).isEmpty();

    pass(network, BATCH_REFILL);
    first.evictIdle();

    assertThat(fullAt(network)).isNull();
    assertThat(first.tryAcquire(network)).isEmpty();
  }

  @Test
  void asksADatabaseThatFailsOnceASecond() throws Exception {
    var impatient = new ImpatientBuckets();
    var limiter = new NetworkRateLimiter(impatient, BURST, PER_SECOND, clock);
    var locked = lockBuckets();
    try (locked) {
      assertThatThrownBy(() -> limiter.tryAcquire("192.0.2.16"))
          .matches(DatabaseUnavailable::isCauseOf);
      for (var other = 17; other < 30; other++) {
        var network = "192.0.2." + other;
        assertThatThrownBy(() -> limiter.tryAcquire(network))
            .isInstanceOfSatisfying(
                ProblemException.class,
                problem -> assertThat(problem.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));
      }
      assertThat(impatient.questions).hasValue(1);

      clock.advance(Duration.ofSeconds(1));
      assertThatThrownBy(() -> limiter.tryAcquire("192.0.2.17"))
          .matches(DatabaseUnavailable::isCauseOf);
      assertThat(impatient.questions).hasValue(2);
      locked.rollback();
    }

    clock.advance(Duration.ofSeconds(1));
    assertThat(limiter.tryAcquire("192.0.2.17")).isEmpty();
  }

  /** Requests that wait for the database must not collect on a lock of this process. */
  @Test
  void requestsDontWaitLongForOneThatWaitsForTheDatabase() throws Exception {
    var network = "192.0.2.31";
    var locked = lockBuckets();
    try (locked) {
      var asking = CompletableFuture.supplyAsync(() -> first.tryAcquire(network));
      Eventually.holds(
          "the first request waits for the database", () -> LockWaits.count("signing_bucket") > 0);

      assertThat(first.tryAcquire(network)).contains(Duration.ofSeconds(1));
      assertThat(asking).isNotDone();
      locked.rollback();

      assertThat(asking.get(30, TimeUnit.SECONDS)).isEmpty();
    }
    assertThat(first.tryAcquire(network)).isEmpty();
  }

  @Test
  void rejectsALimitOfZero() {
    assertThatThrownBy(() -> new NetworkRateLimiter(buckets, 0, 1, clock))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NetworkRateLimiter(buckets, 1, 0, clock))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private NetworkRateLimiter limiter() {
    return new NetworkRateLimiter(buckets, BURST, PER_SECOND, clock);
  }

  private void exhaust(String network) {
    for (var i = 0; i < BURST; i++) {
      first.tryAcquire(network);
      second.tryAcquire(network);
    }
  }

  private static int accepted(NetworkRateLimiter limiter, String network) {
    return limiter.tryAcquire(network).isEmpty() ? 1 : 0;
  }

  /** As if time had passed, for this process and the database. */
  private void pass(String network, Duration time) {
    clock.advance(time);
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                database
                    .createNativeQuery(
                        "update signing_bucket set full_at = full_at - cast(?1 as interval)"
                            + " where network = ?2")
                    .setParameter(1, time.toString())
                    .setParameter(2, network)
                    .executeUpdate());
  }

  /** When the bucket is full, or null if it is. */
  private Instant fullAt(String network) {
    return QuarkusTransaction.requiringNew().call(() -> query(network).findFirst().orElse(null));
  }

  @SuppressWarnings("unchecked")
  private Stream<Instant> query(String network) {
    return database
        .createNativeQuery("select full_at from signing_bucket where network = ?1", Instant.class)
        .setParameter(1, network)
        .getResultStream();
  }

  /** A table that is locked for long, as by a migration. */
  private Connection lockBuckets() throws SQLException {
    var connection = dataSource.getConnection();
    connection.setAutoCommit(false);
    try (var lock = connection.createStatement()) {
      lock.execute("lock table signing_bucket in access exclusive mode");
    }
    return connection;
  }

  /** Asks the database as the application does, but waits for a lock only a moment. */
  private final class ImpatientBuckets extends SigningBuckets {
    private final AtomicInteger questions = new AtomicInteger();

    private ImpatientBuckets() {
      super(database);
    }

    @Override
    boolean take(String network, Duration refill, Duration capacity) {
      questions.incrementAndGet();
      return QuarkusTransaction.requiringNew()
          .call(
              () -> {
                database.createNativeQuery("set local lock_timeout = '10ms'").executeUpdate();
                return super.take(network, refill, capacity);
              });
    }
  }
}

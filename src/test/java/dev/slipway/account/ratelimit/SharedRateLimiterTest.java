package dev.slipway.account.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.SettableClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two limiters on one database count like two replicas. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SharedRateLimiterTest {
  private static final int BURST = 400;
  private static final int BATCH = 10;

  @Inject SigningBuckets buckets;
  @Inject EntityManager database;

  private final SettableClock clock = new SettableClock();
  private SharedRateLimiter first;
  private SharedRateLimiter second;

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
    assertThat(first.tryAcquire(network)).contains(Duration.ofSeconds(1));

    clock.advance(Duration.ofSeconds(3));

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
    var afterFirstBatch = fullAt(network);

    assertThat(afterFirstBatch).isEqualTo(clock.instant().plusSeconds(1).toString());
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

    clock.advance(Duration.ofMinutes(2));
    first.evictIdle();

    assertThat(fullAt(network)).isNull();
    assertThat(first.tryAcquire(network)).isEmpty();
  }

  @Test
  void rejectsALimitOfZero() {
    assertThatThrownBy(() -> new SharedRateLimiter(buckets, 0, 1, clock))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SharedRateLimiter(buckets, 1, 0, clock))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private SharedRateLimiter limiter() {
    return new SharedRateLimiter(buckets, BURST, 10, clock);
  }

  private void exhaust(String network) {
    for (var i = 0; i < BURST; i++) {
      first.tryAcquire(network);
      second.tryAcquire(network);
    }
  }

  private static int accepted(SharedRateLimiter limiter, String network) {
    return limiter.tryAcquire(network).isEmpty() ? 1 : 0;
  }

  /** When the bucket is full, or null if it is. */
  private String fullAt(String network) {
    return QuarkusTransaction.requiringNew().call(() -> query(network).findFirst().orElse(null));
  }

  @SuppressWarnings("unchecked")
  private Stream<String> query(String network) {
    return database
        .createNativeQuery(
            "select to_char(full_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
                + " from signing_bucket where network = ?1",
            String.class)
        .setParameter(1, network)
        .getResultStream();
  }
}

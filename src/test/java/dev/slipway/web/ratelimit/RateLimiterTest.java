package dev.slipway.web.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.SettableClock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final SettableClock clock = new SettableClock();
  private final RateLimiter limiter = new RateLimiter(3, 2, clock);

  @Test
  void allowsABurstAndThenTheSteadyRate() {
    acquire(3, "a");
    assertThat(limiter.tryAcquire("a")).contains(Duration.ofMillis(500));

    clock.advance(Duration.ofMillis(499));
    assertThat(limiter.tryAcquire("a")).contains(Duration.ofMillis(1));
    clock.advance(Duration.ofMillis(1));
    acquire(1, "a");
    assertThat(limiter.tryAcquire("a")).contains(Duration.ofMillis(500));
  }

  @Test
  void accumulatesAtMostOneBurst() {
    acquire(3, "a");
    clock.advance(Duration.ofDays(1));
    acquire(3, "a");
    assertThat(limiter.tryAcquire("a")).isPresent();
  }

  @Test
  void limitsEachNameSeparately() {
    acquire(3, "a");
    acquire(3, "b");
    assertThat(limiter.tryAcquire("a")).isPresent();
  }

  @Test
  void takesSeveralPermitsOrNone() {
    assertThat(limiter.tryAcquire("a", 2)).isEmpty();
    assertThat(limiter.tryAcquire("a", 2)).contains(Duration.ofMillis(500));
    acquire(1, "a");
    assertThat(limiter.tryAcquire("a")).contains(Duration.ofMillis(500));
    clock.advance(Duration.ofSeconds(1));
    assertThat(limiter.tryAcquire("a", 2)).isEmpty();
  }

  /** Otherwise such a request would be refused for ever. */
  @Test
  void allowsMorePermitsThanABurst() {
    acquire(1, "a");
    assertThat(limiter.tryAcquire("a", 10)).isEmpty();

    // 11 permits are missing, and the next one needs a refill of 9.
    assertThat(limiter.tryAcquire("a")).contains(Duration.ofMillis(4_500));
    clock.advance(Duration.ofMillis(4_500));
    acquire(1, "a");
    assertThat(limiter.tryAcquire("a", 10)).contains(Duration.ofSeconds(1));
  }

  @Test
  void evictsNamesWithFullBucketsEachMinute() {
    acquire(1, "a");
    clock.advance(Duration.ofSeconds(59));
    acquire(3, "b");
    assertThat(limiter.size()).isEqualTo(2);
    clock.advance(Duration.ofSeconds(1));
    acquire(2, "b");
    assertThat(limiter.tryAcquire("b")).isPresent();
    assertThat(limiter.size()).isEqualTo(1);
  }

  @Test
  void boundsTheNumberOfBuckets() {
    var limiter = new RateLimiter(3, 2, 2, clock);
    for (var name : List.of("a", "b", "c", "d", "e")) {
      assertThat(limiter.tryAcquire(name)).isEmpty();
    }

    // c, d and e share one bucket; a has its own.
    assertThat(limiter.tryAcquire("f")).isPresent();
    assertThat(limiter.tryAcquire("a")).isEmpty();
    assertThat(limiter.size()).isEqualTo(3);

    clock.advance(Duration.ofMinutes(1));
    assertThat(limiter.tryAcquire("f")).isEmpty();
    assertThat(limiter.size()).isEqualTo(1);
  }

  @Test
  void concurrentCallersNeverExceedTheBurst() throws Exception {
    var limiter = new RateLimiter(50, 1, clock);
    var pool = Executors.newFixedThreadPool(8);
    Callable<Boolean> acquire = () -> limiter.tryAcquire("a").isEmpty();

    var granted = 0;
    for (var result : pool.invokeAll(Collections.nCopies(400, acquire))) {
      granted += result.get() ? 1 : 0;
    }
    pool.shutdown();
    assertThat(granted).isEqualTo(50);
  }

  @Test
  void rejectsABurstOrRateThatIsNotPositive() {
    assertThatThrownBy(() -> new RateLimiter(0, 1, clock)).hasMessageContaining("above zero");
    assertThatThrownBy(() -> new RateLimiter(1, 0, clock)).hasMessageContaining("above zero");
    assertThatThrownBy(() -> new RateLimiter(1, Double.NaN, clock))
        .hasMessageContaining("above zero");
  }

  private void acquire(int permits, String name) {
    for (var i = 0; i < permits; i++) {
      assertThat(limiter.tryAcquire(name)).isEmpty();
    }
  }
}

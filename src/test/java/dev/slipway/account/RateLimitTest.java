package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.SettableClock;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final SettableClock clock = new SettableClock();
  private final RateLimit limit = new RateLimit(3, 2, clock);

  @Test
  void grantsABurstAndThenTheRate() {
    takes(3, "a");
    assertThat(limit.take("a")).contains(Duration.ofMillis(500));

    clock.advance(Duration.ofMillis(499));
    assertThat(limit.take("a")).contains(Duration.ofMillis(1));
    clock.advance(Duration.ofMillis(1));
    takes(1, "a");
    assertThat(limit.take("a")).contains(Duration.ofMillis(500));
  }

  @Test
  void savesNoMoreThanABurst() {
    takes(3, "a");
    clock.advance(Duration.ofDays(1));
    takes(3, "a");
    assertThat(limit.take("a")).isPresent();
  }

  @Test
  void countsEachByItself() {
    takes(3, "a");
    takes(3, "b");
    assertThat(limit.take("a")).isPresent();
  }

  @Test
  void forgetsWhoHasAllBack() {
    takes(1, "a");
    takes(3, "b");
    clock.advance(Duration.ofMillis(500));
    limit.forgetFull();
    assertThat(limit.remembered()).isEqualTo(1);
    assertThat(limit.take("b")).isEmpty();
    assertThat(limit.take("b")).isPresent();
  }

  @Test
  void grantsNoneTwice() throws Exception {
    var wide = new RateLimit(50, 1, clock);
    var pool = Executors.newFixedThreadPool(8);
    Callable<Boolean> take = () -> wide.take("a").isEmpty();

    var granted = 0;
    for (var one : pool.invokeAll(Collections.nCopies(400, take))) {
      granted += one.get() ? 1 : 0;
    }
    pool.shutdown();
    assertThat(granted).isEqualTo(50);
  }

  @Test
  void refusesToLimitToNothing() {
    assertThatThrownBy(() -> new RateLimit(0, 1, clock)).hasMessageContaining("above zero");
    assertThatThrownBy(() -> new RateLimit(1, 0, clock)).hasMessageContaining("above zero");
    assertThatThrownBy(() -> new RateLimit(1, Double.NaN, clock))
        .hasMessageContaining("above zero");
  }

  private void takes(int permits, String name) {
    for (var i = 0; i < permits; i++) {
      assertThat(limit.take(name)).isEmpty();
    }
  }
}

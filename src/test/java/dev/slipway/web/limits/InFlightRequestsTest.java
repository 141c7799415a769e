package dev.slipway.web.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import dev.slipway.testing.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@Asvs("15.2.2")
class InFlightRequestsTest {
  private static final Duration SHUTDOWN_DELAY = Duration.ofSeconds(5);

  private final SettableClock clock = new SettableClock();
  private final InFlightRequests requests = new InFlightRequests(2, clock);

  @Test
  void rejectsRequestsOverTheLimitUntilOneEnds() {
    assertThat(requests.acquire()).isEmpty();
    assertThat(requests.acquire()).isEmpty();

    var rejection = requests.acquire().orElseThrow();
    assertThat(rejection.code()).isEqualTo("overloaded");
    assertThat(rejection.status()).isEqualTo(503);
    assertThat(rejection.retryAfter()).isEqualTo(Duration.ofSeconds(1));

    requests.release();
    assertThat(requests.acquire()).isEmpty();
  }

  @Test
  void rejectedRequestsDoNotCount() {
    requests.acquire();
    requests.acquire();
    for (var i = 0; i < 10; i++) {
      assertThat(requests.acquire()).isPresent();
    }
    requests.release();
    assertThat(requests.acquire()).isEmpty();
  }

  @Test
  void rejectsRequestsShortlyBeforeShutdown() {
    requests.refuseAfter(SHUTDOWN_DELAY);
    clock.advance(SHUTDOWN_DELAY);
    assertThat(requests.acquire()).isEmpty();

    clock.advance(Duration.ofMillis(1));
    assertThat(requests.acquire().orElseThrow().code()).isEqualTo("stopping");
  }
}

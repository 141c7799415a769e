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
  private final InFlightRequests requests = new InFlightRequests(2, 2, clock);

  @Test
  void rejectsRequestsOverTheLimitUntilOneEnds() {
    assertThat(requests.acquire("a")).isEmpty();
    assertThat(requests.acquire("a")).isEmpty();

    var rejection = requests.acquire("a").orElseThrow();
    assertThat(rejection.code()).isEqualTo("overloaded");
    assertThat(rejection.status()).isEqualTo(503);
    assertThat(rejection.retryAfter()).isEqualTo(Duration.ofSeconds(1));

    requests.release("a");
    assertThat(requests.acquire("a")).isEmpty();
  }

  @Test
  void rejectedRequestsDoNotCount() {
    requests.acquire("a");
    requests.acquire("a");
    for (var i = 0; i < 10; i++) {
      assertThat(requests.acquire("a")).isPresent();
    }
    requests.release("a");
    assertThat(requests.acquire("a")).isEmpty();
  }

  @Test
  @Asvs("2.4.1")
  void oneClientLeavesRoomToOthers() {
    var shared = new InFlightRequests(4, 2, clock);
    assertThat(shared.acquire("a")).isEmpty();
    assertThat(shared.acquire("a")).isEmpty();

    var rejection = shared.acquire("a").orElseThrow();
    assertThat(rejection.code()).isEqualTo("too-many-requests");
    assertThat(rejection.status()).isEqualTo(429);
    assertThat(rejection.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(shared.acquire("b")).isEmpty();
    assertThat(shared.acquire("c")).isEmpty();
    assertThat(shared.acquire("a").orElseThrow().code()).isEqualTo("overloaded");

    shared.release("a");
    assertThat(shared.acquire("d")).isEmpty();
  }

  @Test
  void rejectsRequestsShortlyBeforeShutdown() {
    requests.refuseAfter(SHUTDOWN_DELAY);
    clock.advance(SHUTDOWN_DELAY);
    assertThat(requests.acquire("a")).isEmpty();

    clock.advance(Duration.ofMillis(1));
    assertThat(requests.acquire("a").orElseThrow().code()).isEqualTo("stopping");
  }
}

package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestsUnderWayTest {
  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

  private final SettableClock clock = new SettableClock();
  private final RequestsUnderWay requests = new RequestsUnderWay(2, clock);

  @Test
  void refusesWhatIsTooMuchUntilOneEnds() {
    assertThat(requests.begin()).isEmpty();
    assertThat(requests.begin()).isEmpty();

    var refusal = requests.begin().orElseThrow();
    assertThat(refusal.code()).isEqualTo("overloaded");
    assertThat(refusal.status()).isEqualTo(503);
    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(1));

    requests.end();
    assertThat(requests.begin()).isEmpty();
  }

  @Test
  void refusesNothingForHavingRefused() {
    requests.begin();
    requests.begin();
    for (var i = 0; i < 10; i++) {
      assertThat(requests.begin()).isPresent();
    }
    requests.end();
    assertThat(requests.begin()).isEmpty();
  }

  @Test
  void letsNothingBeginShortlyBeforeTheEnd() {
    requests.stopIn(FIVE_SECONDS);
    clock.advance(FIVE_SECONDS);
    assertThat(requests.begin()).isEmpty();

    clock.advance(Duration.ofMillis(1));
    assertThat(requests.begin().orElseThrow().code()).isEqualTo("stopping");
  }
}

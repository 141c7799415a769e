package dev.slipway.web.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import dev.slipway.testing.SettableClock;
import dev.slipway.web.ClientAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  private final SettableClock clock = new SettableClock();
  private final LogLimit limit = LogLimit.forLines(clock);

  @Test
  @Asvs("16.3.3")
  void oneNetworkDoesNotHideAnother() {
    assertThat(acquired(1_000, "2001:db8::")).isEqualTo(5);
    assertThat(acquired(1, "2001:db8:0:1::")).isEqualTo(1);

    clock.advance(Duration.ofMinutes(1));
    assertThat(acquired(10, "2001:db8::")).isEqualTo(1);
  }

  @Test
  void allNetworksTogetherAreLimited() {
    var acquired = 0;
    for (var i = 0; i < 200; i++) {
      acquired += acquired(1, "2001:db8:0:" + Integer.toHexString(i) + "::");
    }
    assertThat(acquired).isEqualTo(60);

    clock.advance(Duration.ofSeconds(1));
    assertThat(acquired(1, "2001:db8:1::")).isEqualTo(1);
  }

  private int acquired(int attempts, String network) {
    var acquired = 0;
    for (var i = 0; i < attempts; i++) {
      acquired += limit.tryAcquire(ClientAddress.of(network + (i + 1))) ? 1 : 0;
    }
    return acquired;
  }
}

package dev.slipway.ingest.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.storage.ObjectKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AwaitedKeysTest {
  @Test
  void waiterIsSignalledForItsKeyOnly() {
    var awaitedKeys = new AwaitedKeys();
    var key = new ObjectKey("videos/a");

    try (var waiter = awaitedKeys.register(key)) {
      awaitedKeys.signal(new ObjectKey("videos/b"));
      assertThat(waiter.await(Duration.ZERO)).isEmpty();
      awaitedKeys.signal(key);
      assertThat(waiter.await(Duration.ZERO)).isPresent();
    }
  }
}

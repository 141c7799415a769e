package dev.slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class StoreHealthTest {
  @Test
  void asksWhereTheKeyHasItsRights() throws IOException {
    try (var store = new FaultyStore()) {
      assertThat(health(store)).isEqualTo(Status.UP);
    }
  }

  @Test
  void isDownWithTheStore() throws IOException {
    var store = new FaultyStore();
    store.close();

    assertThat(health(store)).isEqualTo(Status.DOWN);
  }

  private static Status health(FaultyStore store) {
    var config = store.config();
    return new StoreHealth(new ObjectStore(config, new StoreConnection(config))).call().getStatus();
  }
}

package dev.slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class StoreHealthTest {
  @Test
  void asksWhereTheKeyHasItsRights() throws IOException {
    try (var store = new FaultyStore()) {
      assertThat(health(store).question()).isNull();
    }
  }

  @Test
  void knowsAMissingBucketFromAMissingObject() throws IOException {
    try (var store = new FaultyStore()) {
      store.has(FaultyStore.Fault.HAS_NO_BUCKET);

      assertThat(health(store).question()).isEqualTo("404 NoSuchBucket");
    }
  }

  @Test
  void saysWhyTheStoreRefuses() throws IOException {
    try (var store = new FaultyStore()) {
      store.has(FaultyStore.Fault.FAILS);

      assertThat(health(store).question()).isEqualTo("503 SlowDownWrite");
    }
  }

  @Test
  void isDownWithTheStoreAndReadyAllTheSame() throws IOException {
    var store = new FaultyStore();
    var health = health(store);
    store.close();

    health.ask();
    health.ask();

    assertThat(health.health().call().getStatus()).isEqualTo(Status.DOWN);
    assertThat(health.information().call().getStatus()).isEqualTo(Status.UP);
    assertThat(health.information().call().getData().orElseThrow().get("state").toString())
        .startsWith("away");
  }

  private static StoreHealth health(FaultyStore store) {
    return new StoreHealth(store.config(), store.prober(), new SimpleMeterRegistry());
  }
}

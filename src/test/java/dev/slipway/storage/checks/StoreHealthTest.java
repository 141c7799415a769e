package dev.slipway.storage.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.storage.client.FaultyStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class StoreHealthTest {
  @Test
  void asksUnderThePrefixThatTheKeyMayRead() throws IOException {
    try (var store = new FaultyStore()) {
      assertThat(health(store).findProblem()).isNull();
    }
  }

  @Test
  void distinguishesAMissingBucketFromAMissingObject() throws IOException {
    try (var store = new FaultyStore()) {
      store.addFault(FaultyStore.Fault.HAS_NO_BUCKET);

      assertThat(health(store).findProblem()).isEqualTo("404 NoSuchBucket");
    }
  }

  @Test
  void reportsTheErrorCode() throws IOException {
    try (var store = new FaultyStore()) {
      store.addFault(FaultyStore.Fault.FAILS);

      assertThat(health(store).findProblem()).isEqualTo("503 SlowDownWrite");
    }
  }

  @Test
  void staysReadyWhenTheStoreIsDown() throws IOException {
    var store = new FaultyStore();
    var health = health(store);
    store.close();

    health.probeOnce();
    health.probeOnce();

    assertThat(health.health().call().getStatus()).isEqualTo(Status.DOWN);
    assertThat(health.readiness().call().getStatus()).isEqualTo(Status.UP);
    assertThat(health.readiness().call().getData().orElseThrow().get("state").toString())
        .startsWith("unavailable");
  }

  private static StoreHealth health(FaultyStore store) {
    return new StoreHealth(store.config(), store.rawClient(), new SimpleMeterRegistry());
  }
}

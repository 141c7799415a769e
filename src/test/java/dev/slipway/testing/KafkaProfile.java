package dev.slipway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * Kafka is the only transport of notifications, every file fits one PUT, and at most two missing
 * objects need no approval.
 */
public final class KafkaProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.notifications.transport", "kafka",
        "slipway.uploads.max-size", "10M",
        "slipway.reconcile.gone-few", "2",
        "slipway.reconcile.gone-share", "0");
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(KafkaBrokerResource.class));
  }
}

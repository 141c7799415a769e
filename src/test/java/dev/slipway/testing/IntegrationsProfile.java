package dev.slipway.testing;

import dev.slipway.account.oidc.ProviderConfiguration;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Kafka is the only transport of notifications, every file fits one PUT, and at most two missing
 * objects need no approval. People can log in at an OpenID provider, which tests start.
 */
public final class IntegrationsProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    var overrides = new HashMap<>(ProviderConfiguration.create());
    overrides.putAll(
        Map.of(
            "slipway.notifications.transport", "kafka",
            "slipway.uploads.max-size", "10M",
            "slipway.reconcile.gone-few", "2",
            "slipway.reconcile.gone-share", "0"));
    return overrides;
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(KafkaBrokerResource.class));
  }
}

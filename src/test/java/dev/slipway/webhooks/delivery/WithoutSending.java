package dev.slipway.webhooks.delivery;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A process that records events and sends nothing, so that a test claims deliveries itself. */
public final class WithoutSending implements QuarkusTestProfile {
  static final int PER_WEBHOOK = 4;
  static final int MAX_PENDING = 100;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.role", "worker",
        "slipway.webhooks.max-pending", Integer.toString(MAX_PENDING),
        "slipway.webhooks.max-kept", "5",
        "slipway.webhooks.retry-delays", "PT1H",
        "slipway.webhooks.timeout", "PT0.5S",
        "slipway.webhooks.lease", "1H", // No claim ends while a test runs.
        "slipway.webhooks.concurrency-per-webhook", Integer.toString(PER_WEBHOOK));
  }
}

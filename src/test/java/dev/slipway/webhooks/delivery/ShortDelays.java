package dev.slipway.webhooks.delivery;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Two retries after a tenth of a second, and two of four requests to one receiver at a time. */
public final class ShortDelays implements QuarkusTestProfile {
  static final int ATTEMPTS = 3;
  static final int PER_WEBHOOK = 2;
  static final int CONCURRENCY = 4;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.webhooks.retry-delays", "PT0.1S,PT0.1S",
        "slipway.webhooks.timeout", "10S",
        "slipway.webhooks.lease", "30S",
        "slipway.webhooks.concurrency", Integer.toString(CONCURRENCY),
        "slipway.webhooks.concurrency-per-webhook", Integer.toString(PER_WEBHOOK));
  }
}

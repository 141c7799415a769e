package dev.slipway.processing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Videos are processed, but no worker runs: the tests make the attempts. */
public final class QueuedProcessingProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("slipway.processing.enabled", "true", "slipway.processing.workers", "0");
  }
}

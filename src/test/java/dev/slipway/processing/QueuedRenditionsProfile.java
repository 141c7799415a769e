package dev.slipway.processing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Videos get renditions, but this process runs no job: the tests make the attempts. */
public final class QueuedRenditionsProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.processing.enabled",
        "true",
        "slipway.processing.workers",
        "0",
        "slipway.renditions.enabled",
        "true");
  }
}

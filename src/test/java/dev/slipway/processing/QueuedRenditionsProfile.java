package dev.slipway.processing;

import dev.slipway.testing.FreePort;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Videos are scanned and get renditions, but this process runs no job: the tests make the attempts,
 * and start a scanner at the configured port if an attempt needs it.
 */
public final class QueuedRenditionsProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.processing.enabled",
        "true",
        "slipway.processing.workers",
        "0",
        "slipway.renditions.enabled",
        "true",
        "slipway.scan.address",
        "127.0.0.1:" + FreePort.find());
  }
}

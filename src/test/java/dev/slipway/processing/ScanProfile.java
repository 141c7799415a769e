package dev.slipway.processing;

import dev.slipway.testing.FreePort;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Files are scanned by a server that the test starts at the configured port. No worker runs. */
public final class ScanProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.processing.enabled", "true",
        "slipway.processing.workers", "0",
        "slipway.scan.address", "127.0.0.1:" + FreePort.find());
  }
}

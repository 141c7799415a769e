package dev.slipway.processing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Videos are probed and transcoded by this process, as in an installation. */
public final class RenditionsProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.processing.enabled",
        "true",
        "slipway.renditions.enabled",
        "true",
        "slipway.renditions.skip-size",
        "1K",
        "slipway.renditions.skip-bit-rate",
        "10",
        "slipway.renditions.max-duration",
        "20S",
        "slipway.processing.poll",
        "0.5S");
  }
}

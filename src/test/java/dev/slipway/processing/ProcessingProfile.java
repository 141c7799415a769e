package dev.slipway.processing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Videos are processed by this process, as in an installation. */
public final class ProcessingProfile implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("slipway.processing.enabled", "true", "slipway.processing.poll", "0.5S");
  }
}

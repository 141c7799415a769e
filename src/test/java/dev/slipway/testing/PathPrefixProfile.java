package dev.slipway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The application below a path of a host that it shares. */
public final class PathPrefixProfile implements QuarkusTestProfile {
  public static final String PREFIX = "/tools/video";
  public static final String STUDIO_ORIGIN = "https://studio.example";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.path.prefix", PREFIX,
        "slipway.cors.origins", STUDIO_ORIGIN,
        "slipway.limits.head", "3S");
  }
}

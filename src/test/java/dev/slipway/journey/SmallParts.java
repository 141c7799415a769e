package dev.slipway.journey;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Files go in parts from 6 MiB on, of the smallest size that stores take. */
public final class SmallParts implements QuarkusTestProfile {
  public static final int FROM = 6 << 20;
  public static final int PART_SIZE = 5 << 20;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.uploads.parts-from", String.valueOf(FROM),
        "slipway.uploads.part-size", String.valueOf(PART_SIZE));
  }
}

package dev.slipway.journey;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Files from 6 MiB on are sent in parts of 5 MiB, the smallest size that stores accept. */
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

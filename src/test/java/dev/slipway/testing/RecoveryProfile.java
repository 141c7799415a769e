package dev.slipway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * An installation that was recovered: its metadata key was rotated, and nothing in the trash
 * expires for longer than the tests take.
 */
public final class RecoveryProfile implements QuarkusTestProfile {
  public static final String CURRENT_KEY = "the current key of thirty-two chars";
  public static final String PREVIOUS_KEY = "the previous key of thirty-two chars";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.metadata.key",
        CURRENT_KEY,
        "slipway.metadata.previous-keys",
        "an older key, " + PREVIOUS_KEY,
        "slipway.trash.start-delay",
        "1H");
  }
}

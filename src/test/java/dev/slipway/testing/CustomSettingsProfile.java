package dev.slipway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.Map;

/** Low limits, and two allowed origins besides the application's own. */
public final class CustomSettingsProfile implements QuarkusTestProfile {
  public static final int SIGN_BURST = 3;
  public static final int REQUEST_LIMIT = 3;
  public static final Duration BODY_TIMEOUT = Duration.ofSeconds(6);
  public static final String STUDIO_ORIGIN = "https://studio.example";
  public static final String LOCAL_ORIGIN = "http://localhost:5173";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.limits.sign-burst",
        Integer.toString(SIGN_BURST),
        // So slow that no permit is refilled during a test.
        "slipway.limits.sign-per-second",
        "0.001",
        "slipway.limits.requests",
        Integer.toString(REQUEST_LIMIT),
        "slipway.limits.body",
        BODY_TIMEOUT.getSeconds() + "S",
        "slipway.cors.origins",
        STUDIO_ORIGIN + "," + LOCAL_ORIGIN);
  }
}

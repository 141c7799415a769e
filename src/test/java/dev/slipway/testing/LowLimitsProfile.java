package dev.slipway.testing;

import static java.util.Map.entry;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Low limits, small send buffers, two allowed origins besides the application's own, hosts for demo
 * accounts, and a TLS port.
 */
public final class LowLimitsProfile implements QuarkusTestProfile {
  public static final int SIGN_BURST = 3;
  public static final int SFTP_CONNECTION_BURST = 5;
  public static final int PARTS_BURST = 4;
  public static final int CHANGE_BURST = 5;
  public static final int CHECK_BURST = 2;
  public static final int REQUEST_LIMIT = 4;
  public static final int REQUESTS_PER_ADDRESS = 3;
  public static final Duration BODY_TIMEOUT = Duration.ofSeconds(6);
  public static final Duration HEAD_TIMEOUT = Duration.ofSeconds(3);
  public static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(6);
  public static final int SLOW_PER_ADDRESS = 20;
  public static final int MEMORY_PER_ADDRESS = 1024 * 1024;
  public static final int LISTENERS_PER_ADDRESS = 5;
  public static final String DEMO_HOST = "video.lan";
  public static final String STUDIO_ORIGIN = "https://studio.example";
  public static final String LOCAL_ORIGIN = "http://localhost:5173";

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(SmallSendBuffers.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    TestCertificate.createIfMissing();
    return Map.ofEntries(
        entry("slipway.limits.sign-burst", Integer.toString(SIGN_BURST)),
        // So slow that no permit is refilled during a test.
        entry("slipway.limits.sign-per-second", "0.001"),
        entry("slipway.sftp.connection-burst", Integer.toString(SFTP_CONNECTION_BURST)),
        entry("slipway.sftp.connections-per-second", "0.001"),
        entry("slipway.limits.parts-burst", Integer.toString(PARTS_BURST)),
        entry("slipway.limits.parts-per-second", "0.001"),
        entry("slipway.limits.change-burst", Integer.toString(CHANGE_BURST)),
        entry("slipway.limits.change-per-second", "0.001"),
        entry("slipway.limits.check-burst", Integer.toString(CHECK_BURST)),
        entry("slipway.limits.check-per-second", "0.001"),
        entry("slipway.limits.requests", Integer.toString(REQUEST_LIMIT)),
        entry("slipway.limits.requests-per-address", Integer.toString(REQUESTS_PER_ADDRESS)),
        entry("slipway.limits.body", BODY_TIMEOUT.getSeconds() + "S"),
        entry("slipway.limits.head", HEAD_TIMEOUT.getSeconds() + "S"),
        entry("slipway.limits.response", RESPONSE_TIMEOUT.getSeconds() + "S"),
        entry("slipway.limits.slow-per-address", Integer.toString(SLOW_PER_ADDRESS)),
        // One address gets a quarter.
        entry("slipway.limits.slow-memory", Integer.toString(4 * MEMORY_PER_ADDRESS)),
        entry("slipway.changes.listeners-per-address", Integer.toString(LISTENERS_PER_ADDRESS)),
        entry("slipway.changes.response", "5S"),
        entry("quarkus.http.ssl.certificate.key-store-file", TestCertificate.KEYS.toString()),
        entry("quarkus.http.ssl.certificate.key-store-password", TestCertificate.PASSWORD),
        entry("quarkus.http.test-ssl-port", "0"),
        entry("slipway.cors.origins", STUDIO_ORIGIN + "," + LOCAL_ORIGIN),
        entry("slipway.demo-hosts", DEMO_HOST + ",http://10.0.0.9:8080"),
        // As compose sets it: several origins.
        entry("slipway.doctor.origin", "http://localhost:8080,http://10.0.0.10:8080"));
  }
}

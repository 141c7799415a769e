package dev.slipway.testing;

import static java.util.Map.entry;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * A process that runs media jobs. It records events of webhooks but sends nothing, so tests claim
 * deliveries themselves.
 */
public final class WorkerProfile implements QuarkusTestProfile {
  public static final int REQUESTS_PER_WEBHOOK = 4;
  public static final int MAX_PENDING_DELIVERIES = 100;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.ofEntries(
        entry("slipway.role", "worker"),
        entry("slipway.processing.enabled", "true"),
        entry("slipway.doctor.at-start", "true"),
        entry("slipway.sftp.port", Integer.toString(FreePort.find())),
        entry("slipway.webhooks.max-pending", Integer.toString(MAX_PENDING_DELIVERIES)),
        entry("slipway.webhooks.max-kept", "5"),
        entry("slipway.webhooks.retry-delays", "PT1H"),
        entry("slipway.webhooks.timeout", "PT0.5S"),
        // No claim ends while a test runs.
        entry("slipway.webhooks.lease", "1H"),
        entry("slipway.webhooks.concurrency-per-webhook", Integer.toString(REQUESTS_PER_WEBHOOK)));
  }
}

package dev.slipway.lab.uploads;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * Small parts, a quota that fits one upload of 65 MiB but not two, short periods, and fewer worker
 * threads than uploads at once.
 */
public final class LabUploadsProfile implements QuarkusTestProfile {
  static final long QUOTA = 100L << 20;
  static final int UPLOADS_OF_ACCOUNT = 12;
  private static final int WORKER_THREADS = 8;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "slipway.lab.uploads", Integer.toString(2 * UPLOADS_OF_ACCOUNT),
        "slipway.lab.upload-period", "12S",
        "slipway.quota.bytes", Long.toString(QUOTA),
        "slipway.uploads.part-size", "5M",
        "quarkus.thread-pool.max-threads", Integer.toString(WORKER_THREADS));
  }
}

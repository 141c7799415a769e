package dev.slipway.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The settings of a run: small or full scale, the duration of outages, and the store. */
final class FaultSuiteSettings {
  /** The Maven profile that runs all tests sets this property. */
  private static final boolean FULL = Boolean.getBoolean("slipway.faults.full");

  private static final Optional<Path> MINIO =
      Optional.ofNullable(System.getenv("SLIPWAY_FAULTS_MINIO")).map(Path::of);
  private static final Duration OUTAGE_DURATION =
      Duration.parse(System.getenv().getOrDefault("SLIPWAY_FAULTS_AWAY", FULL ? "PT5M" : "PT5S"));

  /** The environment of a JVM that starts often and runs for a short time. */
  static final Map<String, String> QUICK_START =
      Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

  private FaultSuiteSettings() {}

  /** Whether this run has the numbers of the table in {@code docs/reliability.md}. */
  static boolean isFull() {
    return FULL;
  }

  /**
   * Returns the number for this run.
   *
   * @param quick the number in every build
   * @param full the number in the table of {@code docs/reliability.md}
   */
  static int scale(int quick, int full) {
    return FULL ? full : quick;
  }

  /** How long the store or the database is down. */
  static Duration outageDuration() {
    return OUTAGE_DURATION;
  }

  /** The program of a MinIO server, if the run uses one instead of the embedded store. */
  static Optional<Path> minio() {
    return MINIO;
  }

  static String storeName() {
    return MINIO.isPresent() ? "MinIO" : "the embedded store";
  }
}

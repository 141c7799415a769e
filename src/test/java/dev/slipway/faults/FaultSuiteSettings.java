package dev.slipway.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How large the numbers are, and with which store. */
final class FaultSuiteSettings {
  /** Set by the profile that runs all of them. */
  private static final boolean FULL = Boolean.getBoolean("slipway.faults.full");

  private static final Optional<Path> MINIO =
      Optional.ofNullable(System.getenv("SLIPWAY_FAULTS_MINIO")).map(Path::of);
  private static final Duration OUTAGE_DURATION =
      Duration.parse(System.getenv().getOrDefault("SLIPWAY_FAULTS_AWAY", FULL ? "PT5M" : "PT5S"));

  private FaultSuiteSettings() {}

  /**
   * @param quick enough for a build
   * @param full what the table says
   */
  static int scale(int quick, int full) {
    return FULL ? full : quick;
  }

  /** How long the store or the database is away. */
  static Duration outageDuration() {
    return OUTAGE_DURATION;
  }

  /** The program of a real MinIO server, where one is named. */
  static Optional<Path> minio() {
    return MINIO;
  }

  static String storeName() {
    return MINIO.isPresent() ? "MinIO" : "the embedded store";
  }
}

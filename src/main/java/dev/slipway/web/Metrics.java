package dev.slipway.web;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** How this application measures. */
public final class Metrics {
  /** From what a page waits for to what somebody has to look into. */
  private static final Duration[] LAGS = {
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(4),
    Duration.ofSeconds(15),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1)
  };

  private Metrics() {}

  /** A time that may be milliseconds or hours, counted in buckets that are the same everywhere. */
  public static Timer.Builder lag(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(LAGS);
  }
}

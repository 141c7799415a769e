package dev.slipway.web;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * How this application measures. A name is {@code slipway.<what>}, in base units, which the scrape
 * shows as {@code slipway_<what>_<unit>}; docs/metrics.md has them all. Labels have few values, all
 * of them known when the program starts: no id, no name, no key.
 */
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

  /** From an answer out of memory to what has used up a time limit. */
  private static final Duration[] ANSWERS =
      DoubleStream.of(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
          .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
          .toArray(Duration[]::new);

  private Metrics() {}

  /** A time that may be milliseconds or hours, counted in buckets that are the same everywhere. */
  public static Timer.Builder lag(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(LAGS);
  }

  /**
   * The time that somebody waits for an answer, counted in buckets that are the same everywhere.
   */
  public static Timer.Builder answer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(ANSWERS);
  }

  /** The value of a label. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Something that is read at each scrape, and so must be at hand. */
  public static Gauge.Builder<Supplier<Number>> gauge(
      String name, String description, Supplier<Number> value) {
    return Gauge.builder(name, value).description(description);
  }

  /** The same for a time. */
  public static Gauge.Builder<Supplier<Number>> seconds(
      String name, String description, Supplier<Number> value) {
    return gauge(name, description, value).baseUnit("seconds");
  }
}

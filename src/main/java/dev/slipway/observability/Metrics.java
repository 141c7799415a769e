package dev.slipway.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
  public static Timer.Builder lagTimer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(LAGS);
  }

  /**
   * The time that somebody waits for an answer, counted in buckets that are the same everywhere.
   */
  public static Timer.Builder responseTimer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(ANSWERS);
  }

  /** The value of a label. */
  public static String labelValue(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A count for each value of a label, all of them there from the start, so that nobody looks for
   * one where something happens.
   *
   * @param more labels whose values are the same for all of these
   */
  public static <E extends Enum<E>> Map<E, Counter> counters(
      MeterRegistry registry,
      String name,
      String description,
      String label,
      Set<E> values,
      Tag... more) {
    return perValue(
        values,
        value ->
            Counter.builder(name)
                .description(description)
                .tags(List.of(more))
                .tag(label, labelValue(value))
                .register(registry));
  }

  /** The same for whatever is measured. */
  public static <E extends Enum<E>, M> Map<E, M> perValue(Set<E> values, Function<E, M> meter) {
    return values.stream().collect(Collectors.toUnmodifiableMap(value -> value, meter));
  }

  /** Something that is read at each scrape, and so must be at hand. */
  public static Gauge.Builder<Supplier<Number>> gauge(
      String name, String description, Supplier<Number> value) {
    return Gauge.builder(name, value).description(description);
  }

  /** The same for a time. */
  public static Gauge.Builder<Supplier<Number>> secondsGauge(
      String name, String description, Supplier<Number> value) {
    return gauge(name, description, value).baseUnit("seconds");
  }
}

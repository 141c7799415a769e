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
 * Builders for this application's metrics. A name is {@code slipway.<name>} in base units, which a
 * scrape shows as {@code slipway_<name>_<unit>}; docs/metrics.md lists all of them. Labels have few
 * values, all known at start: never an id, a user's name or an object key.
 */
public final class Metrics {
  /** From a delay that nobody notices on a page to one that needs investigation. */
  private static final Duration[] LAG_BUCKETS = {
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(4),
    Duration.ofSeconds(15),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1)
  };

  /** From a response that needs no I/O to one that reaches its time limit. */
  private static final Duration[] RESPONSE_BUCKETS =
      DoubleStream.of(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
          .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
          .toArray(Duration[]::new);

  private Metrics() {}

  /** A timer for delays between milliseconds and hours. */
  public static Timer.Builder lagTimer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(LAG_BUCKETS);
  }

  /** A timer for responses that a caller waits for. */
  public static Timer.Builder responseTimer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(RESPONSE_BUCKETS);
  }

  /** An enum constant as a label value. */
  public static String labelValue(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A counter for each value of a label. All are registered at once, so a counter that has not
   * counted yet shows 0 instead of being absent.
   *
   * @param tags further labels, the same for all counters
   */
  public static <E extends Enum<E>> Map<E, Counter> counters(
      MeterRegistry registry,
      String name,
      String description,
      String label,
      Set<E> values,
      Tag... tags) {
    return perValue(
        values,
        value ->
            Counter.builder(name)
                .description(description)
                .tags(List.of(tags))
                .tag(label, labelValue(value))
                .register(registry));
  }

  /** A meter for each value. */
  public static <E extends Enum<E>, M> Map<E, M> perValue(Set<E> values, Function<E, M> meter) {
    return values.stream().collect(Collectors.toUnmodifiableMap(value -> value, meter));
  }

  /** A gauge; each scrape reads the value, so it must be available without a call elsewhere. */
  public static Gauge.Builder<Supplier<Number>> gauge(
      String name, String description, Supplier<Number> value) {
    return Gauge.builder(name, value).description(description);
  }

  /** A gauge of a duration. */
  public static Gauge.Builder<Supplier<Number>> secondsGauge(
      String name, String description, Supplier<Number> value) {
    return gauge(name, description, value).baseUnit("seconds");
  }
}

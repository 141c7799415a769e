package dev.slipway.benchmark;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** Repeated measurements of one quantity. */
public record Samples(double... sorted) {
  public Samples {
    sorted = sorted.clone();
    Arrays.sort(sorted);
  }

  public static <T> Samples of(Collection<T> runs, ToDoubleFunction<T> measure) {
    return new Samples(runs.stream().mapToDouble(measure).toArray());
  }

  public double median() {
    return quantile(0.5);
  }

  double min() {
    return sorted[0];
  }

  double max() {
    return sorted[sorted.length - 1];
  }

  /**
   * Returns a quantile.
   *
   * @param share the share of samples below it, such as 0.99
   */
  public double quantile(double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }
}

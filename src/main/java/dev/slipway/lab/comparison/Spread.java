package dev.slipway.lab.comparison;

import java.util.Collection;
import java.util.function.DoubleFunction;

/** The median of values of several runs, the smallest and the largest. */
record Spread(double median, double min, double max, int count) {
  /**
   * @param values at least one
   */
  static Spread of(Collection<Double> values) {
    var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    var middle = sorted.length / 2;
    var median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  /** The median, and the spread if there are several different values. */
  String format(DoubleFunction<String> format) {
    var smallest = format.apply(min);
    var largest = format.apply(max);
    return smallest.equals(largest)
        ? smallest
        : "%s (%s to %s)".formatted(format.apply(median), smallest, largest);
  }
}

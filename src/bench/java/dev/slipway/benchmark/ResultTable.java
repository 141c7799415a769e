package dev.slipway.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints measurements as a table in Markdown. */
public final class ResultTable {
  private final List<String> lines = new ArrayList<>();

  public ResultTable(String title) {
    lines.add("");
    lines.add(title);
    lines.add("");
    lines.add("| measure | median | min | max | ratio |");
    lines.add("|---|---:|---:|---:|---:|");
  }

  /** Adds a measure without a ratio. */
  public ResultTable row(String measure, Samples samples) {
    return add(measure, samples, "");
  }

  /** Adds a measure with the ratio of its median to the median of another measure. */
  public ResultTable row(String measure, Samples samples, Samples baseline) {
    return add(measure, samples, number(samples.median() / baseline.median()));
  }

  public void print() {
    System.out.println(String.join("\n", lines));
  }

  private ResultTable add(String measure, Samples samples, String ratio) {
    lines.add(
        "| %s | %s | %s | %s | %s |"
            .formatted(
                measure,
                number(samples.median()),
                number(samples.min()),
                number(samples.max()),
                ratio));
    return this;
  }

  /** Formats a number with three significant digits. */
  private static String number(double value) {
    var digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : value >= 0.1 ? 3 : 5;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}

package dev.slipway.lab.comparison;

import dev.slipway.lab.comparison.client.Way;
import java.util.ArrayList;
import java.util.List;

/** The results of one run. */
record ComparisonResults(
    List<Measurement> measurements, List<CutMeasurement> cuts, List<Skipped> skipped) {
  /** A way that could not be used, and why. */
  record Skipped(Way way, String reason) {}

  static ComparisonResults empty() {
    return new ComparisonResults(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }
}

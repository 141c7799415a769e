package dev.slipway.lab.capacity;

import java.util.List;

/** Compares what is needed with what Slipway's benchmarks measured on one machine. */
final class MeasuredFigures {
  private final Estimate estimate;

  MeasuredFigures(Estimate estimate) {
    this.estimate = estimate;
  }

  List<MeasuredFigure> all() {
    return List.of(
        row("uploads opened", estimate.filesPerSecond(), BenchmarkResult.OPENED, 1),
        row(
            "URLs of parts signed",
            estimate.isMultipart() ? estimate.partsPerSecond() : 0,
            BenchmarkResult.SIGNED_BATCHES,
            BenchmarkResult.BATCH),
        row(
            "notifications stored",
            estimate.filesPerSecond(),
            BenchmarkResult.STORED_NOTIFICATIONS,
            1),
        row(
            "notifications processed",
            estimate.filesPerSecond(),
            BenchmarkResult.PROCESSED_NOTIFICATIONS,
            1));
  }

  private static MeasuredFigure row(
      String label, double needed, BenchmarkResult measurement, int factor) {
    var measured = measurement.median() * factor;
    return new MeasuredFigure(
        label,
        Amounts.number(needed),
        Amounts.number(measured),
        measurement.benchmark(),
        measurement.date(),
        Amounts.number(Math.ceil(needed / measured)));
  }

  /**
   * A rate that is needed and the measured one, per second.
   *
   * @param machines of the measured kind that are needed
   */
  public record MeasuredFigure(
      String label,
      String needed,
      String measured,
      String benchmark,
      String date,
      String machines) {}
}

package dev.slipway.lab.capacity;

/** Results of Slipway's own benchmarks, from docs/benchmarks.md. */
public enum BenchmarkResult {
  CPU("P1", "CPU seconds, direct to the store", 0.240, "2 December 2026"),
  KIB("P1", "KiB, direct to the store", 19.1, "2 December 2026"),
  OPENED("P3", "requests per second, 64 callers", 1_724, "2 December 2026"),
  SIGNED_BATCHES("P4", "requests per second, 16 callers", 512, "2 December 2026"),
  STORED_NOTIFICATIONS(
      "P6", "notifications, compared with plain inserts", 3_987, "7 December 2026"),
  PROCESSED_NOTIFICATIONS("P11", "100,000 videos and notifications", 164, "25 November 2026");

  /** Part URLs in one request of P4. */
  static final int BATCH = 100;

  private final String benchmark;
  private final String row;
  private final double median;
  private final String date;

  BenchmarkResult(String benchmark, String row, double median, String date) {
    this.benchmark = benchmark;
    this.row = row;
    this.median = median;
    this.date = date;
  }

  public String benchmark() {
    return benchmark;
  }

  /** The first column of the row in the table of results. */
  public String row() {
    return row;
  }

  public double median() {
    return median;
  }

  public String date() {
    return date;
  }
}

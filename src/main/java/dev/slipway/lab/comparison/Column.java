package dev.slipway.lab.comparison;

import dev.slipway.web.Formats;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** The columns of the table of measurements. A value for a file is the mean of those at once. */
enum Column {
  TIME("Time for all", measurement -> measurement.seconds(), Column::seconds),
  PROCESSOR("Application CPU", measurement -> measurement.processorSeconds(), Column::seconds),
  RUNTIME("GC and compiler", measurement -> measurement.runtimeSeconds(), Column::seconds),
  MEMORY(
      "Allocated per file",
      measurement -> (double) measurement.allocatedBytes() / measurement.clients(),
      Column::bytes),
  BYTES(
      "Bytes through the application per file",
      measurement -> (double) measurement.applicationBytes() / measurement.clients(),
      Column::bytes),
  APPLICATION_REQUESTS(
      "Requests to the application per file",
      measurement -> (double) measurement.applicationRequests() / measurement.clients(),
      Column::count),
  STORE_REQUESTS(
      "Requests to the store per file",
      measurement -> (double) measurement.storeRequests() / measurement.clients(),
      Column::count);

  private static final double MILLIS = 1e3;
  private static final double MEBIBYTE = 1 << 20;

  /** From here on three digits are not more than a second has. */
  private static final int LONG = 100;

  private final String title;
  private final ToDoubleFunction<Measurement> value;
  private final DoubleFunction<String> format;

  Column(String title, ToDoubleFunction<Measurement> value, DoubleFunction<String> format) {
    this.title = title;
    this.value = value;
    this.format = format;
  }

  String title() {
    return title;
  }

  Spread spreadOf(List<Measurement> measurements) {
    return Spread.of(measurements.stream().mapToDouble(value).boxed().toList());
  }

  String format(Spread spread) {
    return spread.format(format);
  }

  private static String seconds(double seconds) {
    if (seconds < 1) {
      return Math.round(seconds * MILLIS) + " ms";
    }
    return String.format(Locale.ROOT, seconds < LONG ? "%.2f s" : "%.0f s", seconds);
  }

  static String bytes(double bytes) {
    return Formats.humanBytes(Math.round(bytes));
  }

  /** In the unit of file and parts. */
  static String mebibytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
  }

  private static String count(double count) {
    var isWhole = Math.abs(count - Math.rint(count)) < 0.05;
    return String.format(Locale.ROOT, isWhole ? "%.0f" : "%.1f", count);
  }
}

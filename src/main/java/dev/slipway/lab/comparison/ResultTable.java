package dev.slipway.lab.comparison;

import dev.slipway.lab.comparison.client.Way;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The results of several runs with the same number of clients at once: medians and spread, one row
 * for each way.
 *
 * @param clients at once
 */
record ResultTable(int clients, List<Row> rows) {
  private static final int FULL_WIDTH = 100;

  /** The columns with bars. Bytes first: that is how the ways differ on every machine. */
  private static final List<Column> CHARTS = List.of(Column.BYTES, Column.PROCESSOR, Column.TIME);

  /**
   * @param cells one for each column
   * @param reason why there is nothing to show; null if there is
   * @param waits how often clients had to wait because of a limit
   */
  record Row(Way way, List<String> cells, List<Spread> values, String reason, long waits) {
    public boolean isMeasured() {
      return reason == null;
    }
  }

  /**
   * @param width from 0 to 100
   */
  record Bar(String title, String text, int width) {}

  record Chart(String title, List<Bar> bars) {}

  static ResultTable of(int clients, List<ComparisonResults> runs) {
    return new ResultTable(
        clients, Arrays.stream(Way.values()).map(way -> rowOf(way, clients, runs)).toList());
  }

  public boolean isEmpty() {
    return rows.stream().noneMatch(Row::isMeasured);
  }

  public List<Chart> charts() {
    return CHARTS.stream().map(this::chartOf).toList();
  }

  private static Row rowOf(Way way, int clients, List<ComparisonResults> runs) {
    var measured =
        runs.stream()
            .flatMap(run -> run.measurements().stream())
            .filter(measurement -> measurement.way() == way && measurement.clients() == clients)
            .toList();
    if (measured.isEmpty()) {
      return new Row(way, List.of(), List.of(), reasonOf(way, runs), 0);
    }
    var cells = new ArrayList<String>();
    var values = new ArrayList<Spread>();
    for (var column : Column.values()) {
      var spread = column.spreadOf(measured);
      values.add(spread);
      cells.add(column.format(spread));
    }
    var waits = measured.stream().mapToLong(Measurement::waits).sum();
    return new Row(way, cells, values, null, waits);
  }

  static String reasonOf(Way way, List<ComparisonResults> runs) {
    return runs.stream()
        .flatMap(run -> run.skipped().stream())
        .filter(skipped -> skipped.way() == way)
        .map(ComparisonResults.Skipped::reason)
        .findFirst()
        .orElse("Not measured.");
  }

  private Chart chartOf(Column column) {
    var measured = rows.stream().filter(Row::isMeasured).toList();
    var largest =
        measured.stream()
            .mapToDouble(row -> row.values().get(column.ordinal()).median())
            .max()
            .orElse(0);
    return new Chart(
        column.title(),
        measured.stream()
            .map(
                row ->
                    new Bar(
                        row.way().title(),
                        row.cells().get(column.ordinal()),
                        width(row.values().get(column.ordinal()).median(), largest)))
            .toList());
  }

  private static int width(double value, double largest) {
    return largest == 0 ? 0 : (int) Math.max(1, Math.round(value / largest * FULL_WIDTH));
  }

  /** The cells of the measured rows, after way and clients. */
  Stream<List<String>> textRows() {
    return rows.stream()
        .filter(Row::isMeasured)
        .map(
            row ->
                Stream.concat(
                        Stream.of(row.way().title(), Integer.toString(clients)),
                        row.cells().stream())
                    .toList());
  }
}

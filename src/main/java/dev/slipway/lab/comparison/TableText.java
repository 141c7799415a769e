package dev.slipway.lab.comparison;

import dev.slipway.lab.comparison.RunSelection.CutRow;
import dev.slipway.lab.comparison.client.Way;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table to copy, as text for a document or for a spreadsheet.
 *
 * @param head the titles of the columns
 * @param rows with one cell for each column
 */
record TableText(List<String> head, List<List<String>> rows) {
  private static final String TAB = "\t";
  private static final String CELL = " | ";
  private static final String ROW_START = "| ";
  private static final String ROW_END = " |";

  /** The measurements; ways that were not measured are left out. */
  static TableText ofMeasurements(List<ResultTable> tables) {
    var head =
        Stream.concat(
            Stream.of("Way", "At once"), Arrays.stream(Column.values()).map(Column::title));
    return new TableText(head.toList(), tables.stream().flatMap(ResultTable::textRows).toList());
  }

  /** The table of cut files; ways that were not measured are left out. */
  static TableText ofCuts(List<CutRow> cuts) {
    return new TableText(
        List.of("Way", "File", "Cut after", "Sent twice", "How it continues"),
        cuts.stream()
            .filter(CutRow::isMeasured)
            .map(
                cut ->
                    List.of(
                        cut.way().title(),
                        cut.fileSize(),
                        cut.cutAfter(),
                        cut.sentTwice(),
                        cut.way().afterCut()))
            .toList());
  }

  /** The table of the credentials that clients hold, and of the harm of a theft. */
  static TableText ofCredentials(List<Way> ways) {
    return new TableText(
        List.of("Way", "What the client holds", "If it is stolen"),
        ways.stream().map(way -> List.of(way.title(), way.credential(), way.ifStolen())).toList());
  }

  /** For a document. */
  public String markdown() {
    var line = "|" + String.join("", Collections.nCopies(head.size(), "---|"));
    return Stream.concat(
            Stream.of(markdownRow(head), line), rows.stream().map(TableText::markdownRow))
        .collect(Collectors.joining("\n"));
  }

  /** For a spreadsheet. */
  public String tabSeparated() {
    return Stream.concat(Stream.of(head), rows.stream())
        .map(cells -> String.join(TAB, cells))
        .collect(Collectors.joining("\n"));
  }

  private static String markdownRow(List<String> cells) {
    return cells.stream().collect(Collectors.joining(CELL, ROW_START, ROW_END));
  }
}

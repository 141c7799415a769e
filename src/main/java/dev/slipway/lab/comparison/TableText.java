package dev.slipway.lab.comparison;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The measurements as one table to copy. */
final class TableText {
  private static final String TAB = "\t";
  private static final String CELL = " | ";
  private static final String ROW_START = "| ";
  private static final String ROW_END = " |";

  private TableText() {}

  /** For a document. */
  static String markdown(List<ResultTable> tables) {
    var head = titles().collect(Collectors.joining(CELL, ROW_START, ROW_END));
    var line = "|" + String.join("", Collections.nCopies((int) titles().count(), "---|"));
    return Stream.concat(
            Stream.of(head, line),
            tables.stream().flatMap(table -> table.lines(ROW_START, CELL, ROW_END)))
        .collect(Collectors.joining("\n"));
  }

  /** For a spreadsheet. */
  static String tabSeparated(List<ResultTable> tables) {
    return Stream.concat(
            Stream.of(titles().collect(Collectors.joining(TAB))),
            tables.stream().flatMap(table -> table.lines("", TAB, "")))
        .collect(Collectors.joining("\n"));
  }

  private static Stream<String> titles() {
    return Stream.concat(
        Stream.of("Way", "At once"), Arrays.stream(Column.values()).map(Column::title));
  }
}

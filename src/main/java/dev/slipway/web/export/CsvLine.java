package dev.slipway.web.export;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes a line of a CSV file.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvLine {
  private static final String LINE_END = "\r\n";

  /**
   * A spreadsheet runs a cell that begins with one of them as a formula.
   *
   * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
   */
  private static final String FORMULA_START = "=+-@\t\r\n＝＋－＠";

  /** Where a spreadsheet that is set to another separator, or to none, lets a cell begin. */
  private static final String SEPARATORS = ";\t\"\r\n ";

  private CsvLine() {}

  /** The cells with their line end; null is an empty cell. */
  static String of(Object... cells) {
    return Arrays.stream(cells).map(CsvLine::cell).collect(Collectors.joining(",", "", LINE_END));
  }

  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    var text = value.toString();
    var safe = value instanceof Number ? text : withoutFormulas(text);
    var needsQuotes = safe.chars().anyMatch(character -> "\",;\t\r\n".indexOf(character) >= 0);
    return needsQuotes ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  /** An apostrophe in front tells spreadsheets that a cell is text. */
  private static String withoutFormulas(String text) {
    var safe = new StringBuilder(text.length() + 1);
    var startsCell = true;
    for (var i = 0; i < text.length(); i++) {
      var character = text.charAt(i);
      if (startsCell && FORMULA_START.indexOf(character) >= 0 && (i == 0 || !isSpace(character))) {
        safe.append('\'');
      }
      safe.append(character);
      startsCell = SEPARATORS.indexOf(character) >= 0 && (startsCell || character != ' ');
    }
    return safe.toString();
  }

  private static boolean isSpace(char character) {
    return character == '\t' || character == '\r' || character == '\n';
  }
}

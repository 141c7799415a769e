package dev.slipway.audit;

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
   * A spreadsheet would run a cell that begins with one of them as a formula.
   *
   * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
   */
  private static final String FORMULA_START = "=+-@\t\r\n＝＋－＠";

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
    var safe = !text.isEmpty() && FORMULA_START.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    var needsQuotes = safe.chars().anyMatch(character -> "\",\r\n".indexOf(character) >= 0);
    return needsQuotes ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}

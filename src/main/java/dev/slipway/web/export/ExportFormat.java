package dev.slipway.web.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.web.problem.QueryEnum;
import java.util.List;
import java.util.Locale;

/**
 * The format of an exported file, with a row on each line. The lower-case name is the parameter.
 */
public enum ExportFormat {
  /** With a header, and cells that spreadsheets don't run as formulas. */
  CSV("text/csv; charset=UTF-8; header=present") {
    @Override
    String header(List<String> columns) {
      return CsvLine.of(columns.toArray());
    }

    @Override
    String line(ExportRow row, ObjectMapper json) {
      return CsvLine.of(row.cells().toArray());
    }
  },
  /** A JSON object on each line. */
  NDJSON("application/x-ndjson") {
    @Override
    String header(List<String> columns) {
      return "";
    }

    @Override
    String line(ExportRow row, ObjectMapper json) throws JsonProcessingException {
      return json.writeValueAsString(row.object()) + "\n";
    }
  };

  private final String mediaType;

  ExportFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /**
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}
   */
  public static ExportFormat parse(String name) {
    return QueryEnum.parse(ExportFormat.class, "format", name);
  }

  String mediaType() {
    return mediaType;
  }

  String extension() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What precedes the rows. */
  abstract String header(List<String> columns);

  /** One row with its line end. */
  abstract String line(ExportRow row, ObjectMapper json) throws JsonProcessingException;

  /**
   * A row in both formats.
   *
   * @param cells in the order of the columns; null for an empty one
   * @param object becomes the JSON object
   */
  public record ExportRow(List<?> cells, Object object) {}
}

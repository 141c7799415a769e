package dev.slipway.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.web.problem.QueryEnum;

/** The formats of an export, each entry on a line. The lower-case name is the parameter. */
enum AuditFormat {
  CSV("text/csv; charset=UTF-8; header=present") {
    @Override
    String header() {
      return CsvLine.of(
          "id",
          "at",
          "actor",
          "action",
          "subjectType",
          "subject",
          "detail",
          "address",
          "traceId",
          "cursor");
    }

    @Override
    String line(AuditEntryView entry, ObjectMapper json) {
      return CsvLine.of(
          entry.id(),
          entry.at(),
          entry.actor(),
          entry.action(),
          entry.subjectType().lowerCaseName(),
          entry.subject(),
          entry.detail(),
          entry.address(),
          entry.traceId(),
          entry.cursor());
    }
  },
  NDJSON("application/x-ndjson") {
    @Override
    String header() {
      return "";
    }

    @Override
    String line(AuditEntryView entry, ObjectMapper json) throws JsonProcessingException {
      return json.writeValueAsString(entry) + "\n";
    }
  };

  private final String mediaType;

  AuditFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /**
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}
   */
  static AuditFormat parse(String name) {
    return QueryEnum.parse(AuditFormat.class, "format", name);
  }

  String mediaType() {
    return mediaType;
  }

  /** What precedes the entries. */
  abstract String header();

  /** One entry with its line end. */
  abstract String line(AuditEntryView entry, ObjectMapper json) throws JsonProcessingException;
}

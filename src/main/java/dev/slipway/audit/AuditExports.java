package dev.slipway.audit;

import dev.slipway.web.export.ExportFormat;
import dev.slipway.web.export.ExportFormat.ExportRow;
import dev.slipway.web.export.Exports;
import dev.slipway.web.export.Exports.ExportPage;
import dev.slipway.web.export.Exports.Reservation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/** Exports what a filter of the audit log selects. An export is itself an entry. */
@ApplicationScoped
class AuditExports {
  static final String FILE_NAME = "audit";

  private static final List<String> COLUMNS =
      List.of(
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

  private final AuditLog log;
  private final AuditEntries entries;
  private final Exports exports;

  AuditExports(AuditLog log, AuditEntries entries, Exports exports) {
    this.log = log;
    this.entries = entries;
    this.exports = exports;
  }

  /**
   * Begins an export and records it.
   *
   * @param actor the account's name
   * @param after the cursor of the last entry that the client has; null to begin with the newest
   * @throws dev.slipway.web.problem.ProblemException {@code invalid-request}
   */
  @Transactional
  RestResponse<StreamingOutput> begin(
      Reservation reservation,
      String actor,
      ExportFormat format,
      AuditFilter filter,
      String after) {
    var start = after == null || after.isBlank() ? null : AuditCursor.parse("after", after);
    var detail = "%s, %s".formatted(format.name(), filter.describe());
    log.record(actor, "audit.exported", "audit", start == null ? detail : detail + ", continued");
    return exports.respond(reservation, FILE_NAME, format, COLUMNS, () -> page(filter, start));
  }

  private ExportPage page(AuditFilter filter, AuditCursor start) {
    var window = entries.findWindow(filter, start);
    var end = window.end();
    return new ExportPage(
        window.entries().stream().map(AuditExports::row).toList(),
        end == null ? null : () -> page(filter, end));
  }

  private static ExportRow row(AuditEntry entry) {
    var view = AuditEntryView.of(entry);
    return new ExportRow(
        Arrays.asList(
            view.id(),
            view.at(),
            view.actor(),
            view.action(),
            view.subjectType().lowerCaseName(),
            view.subject(),
            view.detail(),
            view.address(),
            view.traceId(),
            view.cursor()),
        view);
  }
}

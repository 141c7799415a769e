package dev.slipway.audit;

import dev.slipway.web.Visitor;
import dev.slipway.web.export.ExportFormat;
import dev.slipway.web.export.Exports;
import dev.slipway.web.export.Exports.Exporter;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryNumber;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Named;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** The API of the audit log, for administrators. */
@Path("/api/audit")
@Blocking
@RolesAllowed(AuditResource.ADMIN_ROLE)
class AuditResource {
  /** Spelled out, because the account package depends on this one. */
  static final String ADMIN_ROLE = "admin";

  private static final int DEFAULT_PAGE_SIZE = 50;

  private final AuditEntries entries;
  private final AuditExports auditExports;
  private final Exports exports;
  private final Visitor caller;

  AuditResource(
      AuditEntries entries,
      AuditExports auditExports,
      Exports exports,
      @Named("visitor") Visitor caller) {
    this.entries = entries;
    this.auditExports = auditExports;
    this.exports = exports;
    this.caller = caller;
  }

  /**
   * Lists entries of the audit log, the newest first. All conditions must be true.
   *
   * @param action such as {@code login.failed}, or {@code login.} for all that begin with it
   * @param subject the id of what changed
   * @param from a date, or a time such as {@code 2026-11-27T08:00:00Z}
   * @param to a date, whose day is included, or a time, which is not
   * @param q words, each of which is in the detail
   * @param after the {@code next} of the page before: continues with older entries
   * @param before the {@code previous} of a page: continues with newer entries
   * @throws ProblemException {@code invalid-request}; {@code search-timeout}
   */
  @GET
  public AuditPage list(
      @QueryParam("actor") String actor,
      @QueryParam("action") String action,
      @QueryParam("subject") String subject,
      @QueryParam("address") String address,
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("q") String q,
      @QueryParam("after") String after,
      @QueryParam("before") String before,
      @QueryParam("limit") String limit) {
    if (after != null && before != null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Give either 'after' or 'before', not both.");
    }
    var filter = AuditFilter.parse(actor, action, subject, address, from, to, q);
    return entries.findPage(
        filter,
        after,
        before,
        QueryNumber.parsePageSize(limit, DEFAULT_PAGE_SIZE, AuditEntries.MAX_PAGE_SIZE));
  }

  /**
   * Sends all entries that the same conditions select, the newest first, each on a line. An export
   * that was interrupted continues after the cursor of the last complete line.
   *
   * @param format csv or ndjson
   * @param after the cursor of an entry
   * @throws ProblemException {@code invalid-request}; {@code too-many-requests}
   */
  @GET
  @Path("export")
  @APIResponse(
      responseCode = "200",
      description = "A file with a line for each",
      content = {@Content(mediaType = "text/csv"), @Content(mediaType = "application/x-ndjson")})
  public RestResponse<StreamingOutput> export(
      @QueryParam("format") @DefaultValue("csv") String format,
      @QueryParam("actor") String actor,
      @QueryParam("action") String action,
      @QueryParam("subject") String subject,
      @QueryParam("address") String address,
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("q") String q,
      @QueryParam("after") String after,
      @Context RoutingContext response) {
    var wanted = ExportFormat.parse(format);
    var filter = AuditFilter.parse(actor, action, subject, address, from, to, q);
    if (Exports.isHead(response)) {
      return Exports.respondToHead(AuditExports.FILE_NAME, wanted);
    }
    var reservation = exports.reserve(new Exporter(caller.getName(), true), response);
    return auditExports.begin(reservation, caller.getName(), wanted, filter, after);
  }
}

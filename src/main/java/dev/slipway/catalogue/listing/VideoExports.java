package dev.slipway.catalogue.listing;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.AccountRateLimit;
import dev.slipway.account.ratelimit.AccountRateLimited;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.catalogue.listing.VideoListing.Position;
import dev.slipway.web.export.ExportFormat;
import dev.slipway.web.export.ExportFormat.ExportRow;
import dev.slipway.web.export.Exports;
import dev.slipway.web.export.Exports.ExportPage;
import dev.slipway.web.export.Exports.Exporter;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Exports the videos that a listing has, however many there are: administrators those of all
 * accounts, creators their own.
 */
@Path("/api/videos/export")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class VideoExports {
  private static final int PAGE_SIZE = 1_000;

  private static final List<String> COLUMNS =
      List.of(
          "id",
          "title",
          "fileName",
          "owner",
          "status",
          "rejection",
          "visibility",
          "size",
          "container",
          "mediaType",
          "declaredType",
          "videoCodec",
          "audioCodec",
          "width",
          "height",
          "durationMillis",
          "location",
          "etag",
          "checksumSha256",
          "storedAt",
          "storedBy",
          "cataloguedAt",
          "lagMillis",
          "deleteAfter",
          "tags",
          "cursor");

  private final VideoListing listing;
  private final Exports exports;
  private final AuditLog audit;
  private final CurrentAccount caller;

  VideoExports(VideoListing listing, Exports exports, AuditLog audit, CurrentAccount caller) {
    this.listing = listing;
    this.exports = exports;
    this.audit = audit;
    this.caller = caller;
  }

  /**
   * Sends all videos that the filters select, in the order of {@code sort}, each on a line. Its
   * {@code format} is that of the file; {@code container} filters by container. An export that was
   * interrupted continues after the cursor of the last complete line.
   *
   * @param format csv or ndjson
   * @param container the same as {@code format} of the listing
   * @throws ProblemException {@code invalid-request}; {@code too-many-requests}
   */
  @GET
  @AccountRateLimited(AccountRateLimit.CHANGE)
  @Transactional
  @APIResponse(
      responseCode = "200",
      description = "A file with a line for each",
      content = {@Content(mediaType = "text/csv"), @Content(mediaType = "application/x-ndjson")})
  public RestResponse<StreamingOutput> export(
      @BeanParam ListingParameters parameters,
      @QueryParam("format") @DefaultValue("csv") String format,
      @QueryParam("container") String container,
      @Context RoutingContext response) {
    var fileFormat = ExportFormat.parse(format);
    var filter = parameters.exportFilter(access(parameters), container);
    var order = parameters.order(filter);
    var start = parameters.exportStart(order);
    if (Exports.isHead(response)) {
      return Exports.respondToHead(ExportName.of(filter), fileFormat);
    }
    var reservation = exports.reserve(new Exporter(caller.getName(), caller.isAdmin()), response);
    var detail = "%s, %s".formatted(fileFormat, describe(filter, order));
    audit.record(
        caller.getName(),
        "videos.exported",
        "videos",
        start == null ? detail : detail + ", continued");
    return exports.respond(
        reservation, ExportName.of(filter), fileFormat, COLUMNS, () -> page(filter, order, start));
  }

  /** The files and hashes of others are for administrators only. */
  private Access access(ListingParameters parameters) {
    return parameters.isMine() || !caller.isAdmin() ? Access.own(caller.getName()) : Access.ALL;
  }

  private static String describe(ListingFilter filter, ListingOrder order) {
    var all = filter.access().ownOnly() ? "all own videos" : "all videos";
    var query = filter.query();
    return "%s, sort=%s".formatted(query.isEmpty() ? all : query, order.key());
  }

  private ExportPage page(ListingFilter filter, ListingOrder order, ListingCursor start) {
    var page = listing.readForExport(filter, order, new Position(start, false, PAGE_SIZE));
    var rows =
        IntStream.range(0, page.videos().size())
            .mapToObj(i -> row(page.videos().get(i), page.cursors().get(i)))
            .toList();
    return new ExportPage(
        rows, page.next() == null ? null : () -> page(filter, order, page.next()));
  }

  private static ExportRow row(Video row, ListingCursor position) {
    var video = VideoView.of(row);
    var format = video.format;
    var cursor = position.encoded();
    return new ExportRow(
        Arrays.asList(
            video.id,
            video.title,
            video.fileName,
            video.owner,
            video.status,
            video.rejection,
            video.visibility,
            video.size,
            format.container,
            format.mediaType,
            video.declaredType,
            format.videoCodec,
            format.audioCodec,
            format.width,
            format.height,
            format.durationMillis,
            video.location.uri(),
            video.etag,
            video.checksumSha256,
            video.storedAt,
            video.storedBy,
            video.cataloguedAt,
            video.lagMillis,
            video.deleteAfter,
            String.join(", ", video.tags),
            cursor),
        new ExportedVideo(video, cursor));
  }

  /**
   * A line of NDJSON.
   *
   * @param cursor with it as {@code after}, an export continues behind this video
   */
  record ExportedVideo(@JsonUnwrapped VideoView video, String cursor) {}
}

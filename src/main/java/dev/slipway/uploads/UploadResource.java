package dev.slipway.uploads;

import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.AccountRateLimit;
import dev.slipway.account.ratelimit.AccountRateLimited;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.uploads.multipart.PartsRequest;
import dev.slipway.uploads.multipart.SignedPartsView;
import dev.slipway.web.problem.OptionalObject;
import dev.slipway.web.problem.QueryEnum;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** The JSON API of uploads, for programs and for the upload page. */
@Path("/api/uploads")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class UploadResource {
  private final UploadQueries queries;
  private final UploadOpener opener;
  private final PutUrlSigner putUrlSigner;
  private final PartUrlSigner partUrlSigner;
  private final UploadCompleter completer;
  private final UploadEditor editor;
  private final UploadAborter aborter;
  private final VideoUrlSigner urlSigner;

  UploadResource(
      UploadQueries queries,
      UploadOpener opener,
      PutUrlSigner putUrlSigner,
      PartUrlSigner partUrlSigner,
      UploadCompleter completer,
      UploadEditor editor,
      UploadAborter aborter,
      VideoUrlSigner urlSigner) {
    this.queries = queries;
    this.opener = opener;
    this.putUrlSigner = putUrlSigner;
    this.partUrlSigner = partUrlSigner;
    this.completer = completer;
    this.editor = editor;
    this.aborter = aborter;
    this.urlSigner = urlSigner;
  }

  /** Opens an upload, and returns its signed URL or how to cut the file into parts. */
  @POST
  @SigningRateLimited(SigningOperation.UPLOAD)
  @ResponseStatus(201)
  public RestResponse<UploadView> open(
      UploadRequest request, @HeaderParam("Idempotency-Key") String idempotencyKey) {
    var upload = opener.open(request, idempotencyKey);
    return RestResponse.ResponseBuilder.<UploadView>created(
            URI.create("/api/uploads/" + upload.id()))
        .entity(upload)
        .build();
  }

  /**
   * Returns the caller's newest hundred uploads with a status, newest first. If there are more, the
   * header {@code Link} has the address of the next hundred (RFC 8288).
   *
   * @param after the id of the upload that the list follows
   */
  @GET
  public RestResponse<List<UploadView>> list(
      @QueryParam("status") @DefaultValue("OPEN") String status,
      @QueryParam("after") String after) {
    var wanted = QueryEnum.parse(UploadStatus.class, "status", status);
    var page = queries.list(wanted, after);
    var response = RestResponse.ResponseBuilder.ok(page.uploads());
    if (page.next() != null) {
      response.link("?status=%s&after=%s".formatted(wanted.name(), page.next()), "next");
    }
    return response.build();
  }

  /** Returns one upload. An open multipart upload includes the parts that the store holds. */
  @GET
  @Path("{id}")
  public UploadView get(@PathParam("id") String id) {
    return queries.get(id);
  }

  /** Signs a fresh URL for the same file, after the last one has expired. */
  @PUT
  @Path("{id}/url")
  @SigningRateLimited(SigningOperation.RENEWAL)
  public UploadView sign(@PathParam("id") String id) {
    return putUrlSigner.renew(id);
  }

  /** Signs URLs for parts. */
  @POST
  @Path("{id}/parts")
  @SigningRateLimited(SigningOperation.PARTS)
  public SignedPartsView signParts(@PathParam("id") String id, PartsRequest request) {
    return partUrlSigner.sign(id, request);
  }

  /**
   * Completes an upload and returns the video. Can be repeated.
   *
   * @param body {@code {}} or nothing, whatever its type: the store says which bytes there are
   */
  @PUT
  @Path("{id}/completion")
  @AccountRateLimited(AccountRateLimit.CHECK)
  @Consumes(MediaType.WILDCARD)
  @RequestBody(
      required = false,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT)))
  public VideoView complete(@PathParam("id") String id, byte[] body) {
    OptionalObject.requireValid(body);
    return urlSigner.withPictures(completer.complete(id));
  }

  /** Edits title, description, visibility or tags of the future video. */
  @PATCH
  @Path("{id}")
  @Consumes({MediaType.APPLICATION_JSON, DetailsRequest.MERGE_PATCH})
  public UploadView edit(@PathParam("id") String id, DetailsRequest request) {
    return editor.edit(id, DetailsRequest.requireBody(request));
  }

  /** Aborts an upload. */
  @DELETE
  @Path("{id}")
  public void abort(@PathParam("id") String id) {
    aborter.abort(id);
  }
}

package dev.slipway.uploads;

import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.RateLimited;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.catalogue.VideoView;
import dev.slipway.uploads.multipart.PartsRequest;
import dev.slipway.uploads.multipart.SignedPart;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
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
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/** Uploads for programs, our own page among them. */
@Path("/api/uploads")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class UploadResource {
  private final Uploads uploads;
  private final UploadOpener openings;
  private final PutUrlSigner putUrls;
  private final PartUrlSigner partUrls;
  private final UploadCompleter completions;
  private final UploadEditor edits;

  UploadResource(
      Uploads uploads,
      UploadOpener openings,
      PutUrlSigner putUrls,
      PartUrlSigner partUrls,
      UploadCompleter completions,
      UploadEditor edits) {
    this.uploads = uploads;
    this.openings = openings;
    this.putUrls = putUrls;
    this.partUrls = partUrls;
    this.completions = completions;
    this.edits = edits;
  }

  /** Asks for a URL that fits one file, or for the way in which its parts are cut. */
  @POST
  @RateLimited(SigningOperation.UPLOAD)
  public RestResponse<UploadView> open(
      UploadRequest request, @HeaderParam("Idempotency-Key") String idempotencyKey) {
    var upload = openings.open(request, idempotencyKey);
    return RestResponse.ResponseBuilder.<UploadView>created(
            URI.create("/api/uploads/" + upload.id()))
        .entity(upload)
        .build();
  }

  /** The caller's uploads of one status, the newest hundred. */
  @GET
  public List<UploadView> list(@QueryParam("status") @DefaultValue("OPEN") String status) {
    return uploads.list(statusOf(status));
  }

  /** One upload; of an open one in parts with those that the store holds. */
  @GET
  @Path("{id}")
  public UploadView get(@PathParam("id") String id) {
    return uploads.get(id);
  }

  /** A fresh URL for the same file, where the old one has expired. */
  @PUT
  @Path("{id}/url")
  @RateLimited(SigningOperation.RENEWAL)
  public UploadView sign(@PathParam("id") String id) {
    return putUrls.renew(id);
  }

  /** URLs for parts, each of which takes just the bytes that were promised. */
  @POST
  @Path("{id}/parts")
  @RateLimited(SigningOperation.PARTS)
  public SignedPartsView signParts(@PathParam("id") String id, PartsRequest request) {
    return new SignedPartsView(partUrls.sign(id, request));
  }

  /** Says that the file is stored, and answers with the video, again and again. */
  @PUT
  @Path("{id}/completion")
  public VideoView complete(@PathParam("id") String id) {
    return completions.complete(id);
  }

  /** Changes title, description or visibility, which the video will take over. */
  @PATCH
  @Path("{id}")
  public UploadView edit(@PathParam("id") String id, DetailsRequest request) {
    return edits.edit(id, DetailsRequest.requireBody(request));
  }

  /** Gives the upload up. */
  @DELETE
  @Path("{id}")
  public void abort(@PathParam("id") String id) {
    uploads.abort(id);
  }

  private static UploadStatus statusOf(String text) {
    return Arrays.stream(UploadStatus.values())
        .filter(status -> status.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.INVALID_REQUEST,
                    "'status' must be one of " + Arrays.toString(UploadStatus.values()) + "."));
  }

  /** The answer to a request for parts. */
  record SignedPartsView(List<SignedPart> parts) {}
}

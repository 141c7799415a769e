package dev.slipway.uploads;

import dev.slipway.account.Role;
import dev.slipway.catalogue.VideoView;
import dev.slipway.web.ErrorCode;
import dev.slipway.web.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
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

  UploadResource(Uploads uploads) {
    this.uploads = uploads;
  }

  /** Asks for a URL that fits one file. */
  @POST
  public RestResponse<UploadView> open(UploadRequest request) {
    var upload = uploads.open(request);
    return RestResponse.ResponseBuilder.<UploadView>created(
            URI.create("/api/uploads/" + upload.id()))
        .entity(upload)
        .build();
  }

  /** The caller's uploads of one status, the newest hundred. */
  @GET
  public List<UploadView> list(@QueryParam("status") @DefaultValue("OPEN") String status) {
    return uploads.own(statusOf(status));
  }

  /** One upload. */
  @GET
  @Path("{id}")
  public UploadView get(@PathParam("id") String id) {
    return uploads.get(id);
  }

  /** A fresh URL for the same file, where the old one has expired. */
  @PUT
  @Path("{id}/url")
  public UploadView sign(@PathParam("id") String id) {
    return uploads.sign(id);
  }

  /** Says that the file is stored, and answers with the video, again and again. */
  @PUT
  @Path("{id}/completion")
  public VideoView complete(@PathParam("id") String id) {
    return uploads.complete(id);
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
}

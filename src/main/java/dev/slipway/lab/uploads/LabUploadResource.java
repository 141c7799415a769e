package dev.slipway.lab.uploads;

import dev.slipway.account.Role;
import dev.slipway.uploads.StreamedUploads.FileInfo;
import dev.slipway.uploads.StreamedUploads.Transport;
import dev.slipway.web.limits.StreamedBody;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Uploads through the application. The body is the file; no worker thread waits for it. */
@Path("/api/lab/uploads")
@NonBlocking
@RolesAllowed(Role.CREATOR_NAME)
class LabUploadResource {
  private final LabUploads uploads;
  private final CurrentVertxRequest current;

  LabUploadResource(LabUploads uploads, CurrentVertxRequest current) {
    this.uploads = uploads;
    this.current = current;
  }

  /** Stores the body as a video of the caller, and returns it with what the transfer has cost. */
  // Otherwise the place is free when the client disconnects, before the transfer has ended.
  @Cancellable(false)
  @PUT
  @Path("{fileName}")
  @ResponseStatus(201)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.WILDCARD,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Uni<UploadReport> put(
      @PathParam("fileName") String fileName,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType) {
    var body = StreamedBody.of(current.getCurrent());
    return uploads.receive(new FileInfo(fileName, contentType, Transport.HTTP), body);
  }
}

package dev.slipway.processing;

import dev.slipway.account.Role;
import dev.slipway.web.Redirect;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The form on the page of a video that has it processed again. */
@Path("/videos")
@Blocking
class VideoProcessingForm {
  private final MediaJobs jobs;

  VideoProcessingForm(MediaJobs jobs) {
    this.jobs = jobs;
  }

  @POST
  @Path("{id}/processing")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response request(@PathParam("id") String id) {
    jobs.request(id, null);
    return Redirect.to("/videos/" + id);
  }
}

package dev.slipway.processing;

import dev.slipway.account.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jboss.resteasy.reactive.RestResponse;

/** The API that has a video processed again, or dismisses its dead media job. */
@Path("/api/videos")
@Blocking
class VideoProcessingResource {
  private final MediaJobs jobs;

  VideoProcessingResource(MediaJobs jobs) {
    this.jobs = jobs;
  }

  /**
   * Has a video processed again: its owner if the media job is dead, and administrators also to
   * read its format again.
   */
  @POST
  @Path("{id}/processing")
  @RolesAllowed(Role.CREATOR_NAME)
  public RestResponse<MediaJobView> request(@PathParam("id") String id) {
    return RestResponse.status(RestResponse.Status.ACCEPTED, jobs.request(id));
  }

  /**
   * Dismisses a dead media job, so that it no longer counts as a problem. The video stays as it is,
   * and its owner can still have it processed again.
   */
  @DELETE
  @Path("{id}/processing")
  @RolesAllowed(Role.ADMIN_NAME)
  public MediaJobView dismiss(@PathParam("id") String id) {
    return jobs.dismiss(id);
  }
}

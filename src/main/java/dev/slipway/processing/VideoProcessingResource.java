package dev.slipway.processing;

import dev.slipway.account.Role;
import dev.slipway.processing.work.JobKind;
import dev.slipway.web.problem.QueryEnum;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The API that has a video processed again, or dismisses its dead media job. */
@Path("/api/videos")
@Blocking
class VideoProcessingResource {
  private final MediaJobs jobs;

  VideoProcessingResource(MediaJobs jobs) {
    this.jobs = jobs;
  }

  /**
   * Has a video processed again: its owner if a media job is dead, and administrators also to read
   * its format again. Repeats all failed jobs, or only the one of a kind.
   */
  @POST
  @Path("{id}/processing")
  @RolesAllowed(Role.CREATOR_NAME)
  @ResponseStatus(202)
  public MediaJobView request(@PathParam("id") String id, @QueryParam("kind") String kind) {
    return jobs.request(id, parse(kind));
  }

  /**
   * Dismisses the dead media jobs of a video, or only the one of a kind, so that they no longer
   * count as a problem. The video stays as it is, and its owner can still have it processed again.
   */
  @DELETE
  @Path("{id}/processing")
  @RolesAllowed(Role.ADMIN_NAME)
  public MediaJobView dismiss(@PathParam("id") String id, @QueryParam("kind") String kind) {
    return jobs.dismiss(id, parse(kind));
  }

  private static JobKind parse(String kind) {
    return kind == null || kind.isBlank() ? null : QueryEnum.parse(JobKind.class, "kind", kind);
  }
}

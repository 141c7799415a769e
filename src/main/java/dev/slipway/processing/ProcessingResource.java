package dev.slipway.processing;

import dev.slipway.account.Role;
import dev.slipway.web.problem.QueryEnum;
import dev.slipway.web.problem.QueryNumber;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** Lists media jobs to administrators, and has videos processed again. */
@Path("/")
@Blocking
class ProcessingResource {
  private final MediaJobs jobs;

  ProcessingResource(MediaJobs jobs) {
    this.jobs = jobs;
  }

  /** Lists up to a hundred media jobs, newest first, and counts those that have not succeeded. */
  @GET
  @Path("api/processing")
  @RolesAllowed(Role.ADMIN_NAME)
  public MediaJobPage list(@QueryParam("state") String state, @QueryParam("after") String after) {
    return jobs.findPage(
        parseState(state), QueryNumber.parse("after", after), MediaJobs.MAX_PAGE_SIZE);
  }

  /**
   * Has a video processed again: its owner if the media job is dead, and administrators also to
   * read its format again.
   */
  @POST
  @Path("api/videos/{id}/processing")
  @RolesAllowed(Role.CREATOR_NAME)
  public RestResponse<MediaJobView> request(@PathParam("id") String id) {
    return RestResponse.status(RestResponse.Status.ACCEPTED, jobs.request(id));
  }

  /** The same for the button on the page of the video. */
  @POST
  @Path("videos/{id}/processing")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response requestByForm(@PathParam("id") String id) {
    jobs.request(id);
    return Response.seeOther(URI.create("/videos/" + id)).build();
  }

  /** Returns null for all states. */
  private static JobState parseState(String text) {
    return text == null || text.isBlank() ? null : QueryEnum.parse(JobState.class, "state", text);
  }
}

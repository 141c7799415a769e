package dev.slipway.processing;

import dev.slipway.account.Role;
import dev.slipway.processing.work.JobKind;
import dev.slipway.web.problem.QueryEnum;
import dev.slipway.web.problem.QueryNumber;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

/** The API that lists media jobs to administrators. */
@Path("/api/processing")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class ProcessingResource {
  private final MediaJobs jobs;

  ProcessingResource(MediaJobs jobs) {
    this.jobs = jobs;
  }

  /** Lists up to a hundred media jobs, newest first, and counts those that have not succeeded. */
  @GET
  public MediaJobs.MediaJobPage list(
      @QueryParam("state") String state,
      @QueryParam("kind") String kind,
      @QueryParam("after") String after) {
    var filter =
        state == null || state.isBlank() ? null : QueryEnum.parse(JobState.class, "state", state);
    var kindFilter =
        kind == null || kind.isBlank() ? null : QueryEnum.parse(JobKind.class, "kind", kind);
    return jobs.findPage(
        filter, kindFilter, QueryNumber.parseCursor("after", after), MediaJobs.MAX_PAGE_SIZE);
  }
}

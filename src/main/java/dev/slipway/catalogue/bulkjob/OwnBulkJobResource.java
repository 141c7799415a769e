package dev.slipway.catalogue.bulkjob;

import dev.slipway.account.Role;
import dev.slipway.web.Page;
import dev.slipway.web.problem.QueryNumber;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The JSON API of the jobs that {@code POST /api/videos/bulk} has begun. Creators have those of
 * their own videos, administrators all, as with {@link BulkJobResource}.
 */
@Path(OwnBulkJobResource.PATH)
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class OwnBulkJobResource {
  static final String PATH = "/api/bulk";

  private final BulkJobs jobs;

  OwnBulkJobResource(BulkJobs jobs) {
    this.jobs = jobs;
  }

  /** Lists the jobs, newest first. */
  @GET
  public Page<BulkJobView, Long> list(
      @QueryParam("after") String after, @QueryParam("limit") String limit) {
    return jobs.findNewest(
        QueryNumber.parseCursor("after", after), BulkJobResource.parsePageSize(limit));
  }

  /** Returns how far a job is. */
  @GET
  @Path("{id}")
  public BulkJobView get(@PathParam("id") long id) {
    return jobs.require(id);
  }

  /** Lists the videos that a job could not change, with the reasons. */
  @GET
  @Path("{id}/failures")
  public Page<BulkJobFailure, String> failures(
      @PathParam("id") long id,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit) {
    return jobs.findFailures(id, after, BulkJobResource.parsePageSize(limit));
  }

  /** Stops a job. What was changed stays changed. */
  @POST
  @Path("{id}/stop")
  public BulkJobView stop(@PathParam("id") long id) {
    return jobs.stop(id);
  }

  /** Continues a job that was stopped or has failed. */
  @POST
  @Path("{id}/resume")
  public BulkJobView resume(@PathParam("id") long id) {
    return jobs.resume(id);
  }

  /** Begins another job, which changes back what this one has changed. */
  @POST
  @Path("{id}/undo")
  @ResponseStatus(202)
  public RestResponse<BulkJobView> undo(@PathParam("id") long id) {
    return BulkJobResource.accepted(PATH, jobs.undo(id));
  }
}

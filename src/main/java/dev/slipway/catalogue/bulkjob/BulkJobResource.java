package dev.slipway.catalogue.bulkjob;

import dev.slipway.account.Role;
import dev.slipway.web.Page;
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
import java.net.URI;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** The JSON API of bulk jobs, for administrators. */
@Path(BulkJobResource.PATH)
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class BulkJobResource {
  static final String PATH = "/api/videos/jobs";
  private static final int DEFAULT_PAGE_SIZE = 25;

  private final BulkJobs jobs;

  BulkJobResource(BulkJobs jobs) {
    this.jobs = jobs;
  }

  /** Begins a job that changes all videos of a filter, or those that are named. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @ResponseStatus(202)
  public RestResponse<BulkJobView> begin(BulkJobInput input) {
    return accepted(PATH, jobs.begin(input));
  }

  /** Lists the jobs, newest first. */
  @GET
  public Page<BulkJobView, Long> list(
      @QueryParam("after") String after, @QueryParam("limit") String limit) {
    return jobs.findNewest(QueryNumber.parseCursor("after", after), parsePageSize(limit));
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
    return jobs.findFailures(id, after, parsePageSize(limit));
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
    return accepted(PATH, jobs.undo(id));
  }

  /**
   * @param path of the resource that has the job
   */
  static RestResponse<BulkJobView> accepted(String path, BulkJobView job) {
    return RestResponse.ResponseBuilder.<BulkJobView>create(RestResponse.Status.ACCEPTED)
        .location(URI.create(path + "/" + job.id()))
        .entity(job)
        .build();
  }

  static int parsePageSize(String limit) {
    return QueryNumber.parsePageSize(limit, DEFAULT_PAGE_SIZE, BulkJobs.MAX_PAGE_SIZE);
  }
}

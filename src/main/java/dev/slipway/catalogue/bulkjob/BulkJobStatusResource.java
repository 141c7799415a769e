package dev.slipway.catalogue.bulkjob;

import dev.slipway.account.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Follows jobs that {@code POST /api/videos/bulk} has begun. */
@Path("/api/bulk")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class BulkJobStatusResource {
  private final BulkJobs jobs;

  BulkJobStatusResource(BulkJobs jobs) {
    this.jobs = jobs;
  }

  /** Returns how far a job is, as {@code GET /api/videos/jobs/{id}} does. */
  @GET
  @Path("{id}")
  public BulkJobView get(@PathParam("id") long id) {
    return jobs.require(id);
  }
}

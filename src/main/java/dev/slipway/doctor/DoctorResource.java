package dev.slipway.doctor;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;

/** The API that runs and returns the checks, for administrators. */
@Path("/api/doctor")
@Blocking
@RolesAllowed(DoctorResource.ADMIN_ROLE)
class DoctorResource {
  /** Spelled out, because the account package depends on this one. */
  static final String ADMIN_ROLE = "admin";

  private final Doctor doctor;

  DoctorResource(Doctor doctor) {
    this.doctor = doctor;
  }

  /** Returns the latest report of this replica; its time is null if the checks have not run yet. */
  @GET
  public DoctorReport latest() {
    return doctor.latestReport();
  }

  /** Runs all checks, which takes up to ten seconds, and returns the report. */
  @POST
  public DoctorReport runChecks(@Context HttpHeaders headers, @Context UriInfo uri) {
    return doctor.runChecks(PageOrigin.of(headers, uri));
  }
}

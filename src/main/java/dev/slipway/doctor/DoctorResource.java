package dev.slipway.doctor;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;

/** Whether all that the application relies on is as it must be, for programs. */
@Path("/api/doctor")
@Blocking
@RolesAllowed("admin")
class DoctorResource {
  private final Doctor doctor;

  DoctorResource(Doctor doctor) {
    this.doctor = doctor;
  }

  /** The last examination by this replica; its time is null where there has been none. */
  @GET
  public DoctorReport latest() {
    return doctor.latestReport();
  }

  /** Examines now, which takes up to ten seconds. */
  @POST
  public DoctorReport runChecks(@Context HttpHeaders headers, @Context UriInfo uri) {
    return doctor.runChecks(PageOrigin.of(headers, uri));
  }
}

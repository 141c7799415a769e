package dev.slipway.lab.faults;

import dev.slipway.account.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

/** The JSON API of the fault lab. For administrators only, because a fault disturbs everybody. */
@Path("/api/lab/faults")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class FaultResource {
  private final FaultLab lab;

  FaultResource(FaultLab lab) {
    this.lab = lab;
  }

  /**
   * The faults, the active one, and what the relay saw and did.
   *
   * @param after number of the last observation that the caller has
   */
  @GET
  public FaultLabView list(@QueryParam("after") @DefaultValue("0") long after) {
    return lab.status(after);
  }

  /** Starts a fault for a minute, which ends the one that is active. */
  @POST
  @Path("{name}")
  public FaultLabView start(@PathParam("name") String name) {
    return lab.start(name);
  }

  /** Ends a fault, if it is active. */
  @DELETE
  @Path("{name}")
  public FaultLabView end(@PathParam("name") String name) {
    return lab.end(name);
  }
}

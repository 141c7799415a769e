package dev.slipway.admin.dashboard;

import dev.slipway.account.Role;
import dev.slipway.web.problem.QueryNumber;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The dashboard for programs of administrators. */
@Path("/api/dashboard")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class DashboardResource {
  private final Dashboards dashboards;

  DashboardResource(Dashboards dashboards) {
    this.dashboards = dashboards;
  }

  /** Returns numbers of the last 7, 30, 90 or 365 days; without a parameter, of the last 30. */
  @GET
  public Dashboard get(@QueryParam("days") String days) {
    return dashboards.find(QueryNumber.parse("days", days));
  }

  /** Resets all numbers and has all videos counted again, in the background. */
  @POST
  @Path("rebuild")
  @ResponseStatus(202)
  public void rebuild() {
    dashboards.rebuild();
  }
}

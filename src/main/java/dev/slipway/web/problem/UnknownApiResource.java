package dev.slipway.web.problem;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Whatever else is asked for below /api: without a login not even whether it exists is told. */
@Path("/api/{path: .*}")
@Blocking
@Authenticated
class UnknownApiResource {
  @GET
  @Operation(hidden = true)
  public void get() {
    refuse();
  }

  @POST
  @Operation(hidden = true)
  public void post() {
    refuse();
  }

  @PUT
  @Operation(hidden = true)
  public void put() {
    refuse();
  }

  @PATCH
  @Operation(hidden = true)
  public void patch() {
    refuse();
  }

  @DELETE
  @Operation(hidden = true)
  public void delete() {
    refuse();
  }

  private static void refuse() {
    throw new ProblemException(ErrorCode.NOT_FOUND, "See /q/openapi for what there is.");
  }
}

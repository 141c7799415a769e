package dev.slipway.web.problem;

import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * Answers requests to unknown paths below {@code /api}: 404 with a login and 401 without one, so
 * strangers can't find out which paths exist.
 */
@Path("/api/{path: .*}")
@Blocking
@Authenticated
class UnknownApiResource {
  @GET
  @Operation(hidden = true)
  public void get() {
    reject();
  }

  @POST
  @Operation(hidden = true)
  public void post() {
    reject();
  }

  @PUT
  @Operation(hidden = true)
  public void put() {
    reject();
  }

  @PATCH
  @Operation(hidden = true)
  public void patch() {
    reject();
  }

  @DELETE
  @Operation(hidden = true)
  public void delete() {
    reject();
  }

  @OPTIONS
  @Operation(hidden = true)
  public void options() {
    reject();
  }

  private static void reject() {
    throw new ProblemException(
        ErrorCode.NOT_FOUND, "There is no such API resource. See /q/openapi for the API.");
  }
}

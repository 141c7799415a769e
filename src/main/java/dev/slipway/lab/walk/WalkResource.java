package dev.slipway.lab.walk;

import dev.slipway.account.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** The JSON API of the guided upload. */
@Path("/api/lab/walks")
@Blocking
class WalkResource {
  private final Walks walks;

  WalkResource(Walks walks) {
    this.walks = walks;
  }

  /** Returns what the database and the store have about an upload that the caller may manage. */
  @GET
  @Path("{id}")
  @RolesAllowed(Role.CREATOR_NAME)
  public WalkView get(@PathParam("id") String id) {
    return walks.require(id);
  }
}

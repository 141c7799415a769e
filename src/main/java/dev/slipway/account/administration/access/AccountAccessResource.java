package dev.slipway.account.administration.access;

import dev.slipway.account.Role;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/**
 * What lets programs act for an account, for administrators. Requires a login; a request with a
 * token gets 403.
 */
@Path("/api/accounts/{name}/access")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class AccountAccessResource {
  private final AccountAccess access;

  AccountAccessResource(AccountAccess access) {
    this.access = access;
  }

  /** Lists the API tokens, without secrets, and the SSH keys, newest first. */
  @GET
  public AccountAccess.View list(@PathParam("name") String name) {
    return access.find(name);
  }

  /** Revokes all API tokens and removes all SSH keys at once. */
  @DELETE
  public void revokeAll(@PathParam("name") String name) {
    access.revokeAll(name);
  }

  /** Revokes one API token. */
  @DELETE
  @Path("tokens/{id}")
  public void revokeToken(@PathParam("name") String name, @PathParam("id") String id) {
    access.revokeToken(name, id);
  }

  /** Removes one SSH key. */
  @DELETE
  @Path("ssh-keys/{id}")
  public void removeKey(@PathParam("name") String name, @PathParam("id") String id) {
    access.removeKey(name, id);
  }
}

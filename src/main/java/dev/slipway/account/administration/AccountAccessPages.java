package dev.slipway.account.administration;

import dev.slipway.account.Role;
import dev.slipway.account.administration.AccountDetails.Change;
import dev.slipway.account.administration.access.AccountAccess;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The forms with which administrators revoke the tokens and keys of an account. */
@Path(AccountPages.PATH + "/{name}/access")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class AccountAccessPages {
  private final AccountAccess access;
  private final AccountDetails details;

  AccountAccessPages(AccountAccess access, AccountDetails details) {
    this.access = access;
    this.details = details;
  }

  @POST
  @Path("revocation")
  @Operation(hidden = true)
  public Response revokeAll(@PathParam("name") String name) {
    return details.answer(name, Change.ACCESS, () -> access.revokeAll(name));
  }

  @POST
  @Path("tokens/{id}/revocation")
  @Operation(hidden = true)
  public Response revokeToken(@PathParam("name") String name, @PathParam("id") String id) {
    return details.answer(name, Change.TOKEN, () -> access.revokeToken(name, id));
  }

  @POST
  @Path("ssh-keys/{id}/revocation")
  @Operation(hidden = true)
  public Response removeKey(@PathParam("name") String name, @PathParam("id") String id) {
    return details.answer(name, Change.KEY, () -> access.removeKey(name, id));
  }
}

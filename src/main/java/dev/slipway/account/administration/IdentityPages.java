package dev.slipway.account.administration;

import dev.slipway.account.Role;
import dev.slipway.account.administration.AccountDetails.Change;
import dev.slipway.account.identity.IdentityLinks;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The forms with which administrators link an account to an identity at a provider. */
@Path(AccountPages.PATH + "/{name}/identities")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class IdentityPages {
  private final IdentityLinks links;
  private final AccountDetails details;

  IdentityPages(IdentityLinks links, AccountDetails details) {
    this.links = links;
    this.details = details;
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response link(
      @PathParam("name") String name,
      @FormParam("issuer") @DefaultValue("") String issuer,
      @FormParam("subject") @DefaultValue("") String subject) {
    return details.answer(
        name,
        Change.LINKED,
        Map.of("issuer", issuer, "subject", subject),
        () -> links.link(name, issuer, subject));
  }

  @POST
  @Path("removal")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response unlink(
      @PathParam("name") String name,
      @FormParam("issuer") @DefaultValue("") String issuer,
      @FormParam("subject") @DefaultValue("") String subject) {
    return details.answer(name, Change.UNLINKED, () -> links.unlink(name, issuer, subject));
  }
}

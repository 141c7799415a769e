package dev.slipway.account.identity;

import dev.slipway.account.Role;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;

/**
 * The identities with which people log in to an account at an OpenID Connect provider, for
 * administrators. A token may read them; changes require a login.
 */
@Path("/api/accounts/{name}/identities")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class IdentityResource {
  private final IdentityLinks links;

  IdentityResource(IdentityLinks links) {
    this.links = links;
  }

  /** Lists the identities, the first one first. */
  @GET
  public List<IdentityLinks.View> list(@PathParam("name") String name) {
    return links.find(name);
  }

  /** Links the account to an identity, and returns all that it has. */
  @POST
  @ResponseStatus(201)
  public List<IdentityLinks.View> link(@PathParam("name") String name, LinkRequest request) {
    if (request == null) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "Send JSON with a 'subject'.");
    }
    links.link(name, request.issuer(), request.subject());
    return links.find(name);
  }

  /** Unlinks the account from an identity, and ends its sessions. */
  @DELETE
  public void unlink(
      @PathParam("name") String name,
      @QueryParam("issuer") String issuer,
      @QueryParam("subject") String subject) {
    if (issuer == null || subject == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Name the identity: add ?issuer=…&subject=….");
    }
    links.unlink(name, issuer, subject);
  }

  /**
   * @param issuer the configured one if not given
   * @param subject the provider's identifier of the person, the claim {@code sub}
   */
  record LinkRequest(String issuer, String subject) {}
}

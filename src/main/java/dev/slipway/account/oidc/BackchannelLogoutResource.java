package dev.slipway.account.oidc;

import dev.slipway.web.ClientAddress;
import dev.slipway.web.LogText;
import dev.slipway.web.ratelimit.LogLimit;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

/**
 * Ends sessions when people log out at the provider, or an administrator logs them out there.
 *
 * @see <a href="https://openid.net/specs/openid-connect-backchannel-1_0.html">OpenID Connect
 *     Back-Channel Logout 1.0</a>
 */
@Path("/login/oidc/backchannel-logout")
@Blocking
class BackchannelLogoutResource {
  private static final Logger LOG = Logger.getLogger(BackchannelLogoutResource.class);

  private final OidcSettings settings;
  private final LogoutTokenVerifier verifier;
  private final OidcAccounts accounts;
  private final LogLimit logLimit;

  BackchannelLogoutResource(
      OidcSettings settings, LogoutTokenVerifier verifier, OidcAccounts accounts, Clock clock) {
    this.settings = settings;
    this.verifier = verifier;
    this.accounts = accounts;
    this.logLimit = LogLimit.forLines(clock);
  }

  /** The provider calls it, and proves that by the signature of the token. */
  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public Response logOut(
      @FormParam("logout_token") @DefaultValue("") String token,
      @Context HttpServerRequest request) {
    if (!settings.isEnabled()) {
      throw new NotFoundException();
    }
    var address = ClientAddress.of(request);
    try {
      var ended = accounts.end(verifier.verify(token), address);
      LOG.infof("A logout at the OpenID Connect provider ended %d sessions", ended);
      return Response.ok().build();
    } catch (OidcRefusal refusal) {
      if (logLimit.tryAcquire(address)) {
        LOG.warnf(
            "Refused a logout token from %s: %s", address.text(), LogText.of(refusal.getMessage()));
      }
      // The standard's answer, also if the keys can't be fetched now.
      return Response.status(Response.Status.BAD_REQUEST)
          .entity(Map.of("error", "invalid_request"))
          .build();
    }
  }
}

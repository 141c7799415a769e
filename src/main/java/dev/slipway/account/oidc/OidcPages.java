package dev.slipway.account.oidc;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.login.Browser;
import dev.slipway.account.login.LoginResponses;
import dev.slipway.account.oidc.OidcLogin.Answer;
import dev.slipway.account.oidc.OidcRefusal.Reason;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.path.HostCookie;
import dev.slipway.web.path.PathPrefix;
import dev.slipway.web.security.CsrfFilter;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Sends browsers to the provider, and receives them when they return. */
@Path("/login/oidc")
@Blocking
@Produces(MediaType.TEXT_HTML)
class OidcPages {
  static final String CALLBACK = "/login/oidc/callback";

  private static final String COOKIE = "slipway_oidc";
  private static final int RETRY_SECONDS = 60;

  private final OidcSettings settings;
  private final OidcLogin logins;
  private final LoginResponses responses;
  private final CurrentAccount caller;
  private final PathPrefix prefix;
  private final SecureRandom random;
  private final Clock clock;

  OidcPages(
      OidcSettings settings,
      OidcLogin logins,
      LoginResponses responses,
      CurrentAccount caller,
      PathPrefix prefix,
      SecureRandom random,
      Clock clock) {
    this.settings = settings;
    this.logins = logins;
    this.responses = responses;
    this.caller = caller;
    this.prefix = prefix;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Begins a login. A link of another site can't replace the session of a caller who is logged in.
   *
   * @param returnTo the page to go to afterwards
   * @param asksAgain whether the provider asks people who are logged in there
   */
  @GET
  @PermitAll
  @Operation(hidden = true)
  public Response begin(
      @QueryParam("return") @DefaultValue("/") String returnTo,
      @QueryParam("switch") boolean asksAgain,
      @Context HttpServerRequest request,
      @Context UriInfo uri) {
    requireEnabled();
    if (caller.isLoggedIn() && !CsrfFilter.isSameOrigin(request)) {
      return Response.seeOther(responses.localPage(returnTo)).build();
    }
    var login = PendingLogin.begin(random, clock.instant(), returnTo);
    try {
      var target = logins.authorizationUrl(login, redirectUri(uri), asksAgain);
      return Response.seeOther(target)
          .header(PathPrefix.KEEP_LOCATION, true)
          .cookie(cookie(request).with(login.cookie(), PendingLogin.LIFETIME))
          .build();
    } catch (OidcRefusal refusal) {
      return refuse(refusal, returnTo, request);
    }
  }

  /**
   * Receives the provider's answer. Each parameter may be missing.
   *
   * @param issuer RFC 9207
   */
  @GET
  @Path("callback")
  @PermitAll
  @Operation(hidden = true)
  public Response finish(
      @QueryParam("state") String state,
      @QueryParam("code") String code,
      @QueryParam("error") String error,
      @QueryParam("iss") String issuer,
      @Context HttpServerRequest request,
      @Context UriInfo uri) {
    requireEnabled();
    var sent = request.getCookie(cookie(request).name());
    var login =
        PendingLogin.read(sent == null ? null : sent.getValue(), clock.instant())
            .filter(pending -> pending.hasState(state));
    if (login.isEmpty()) {
      var refusal = new OidcRefusal(Reason.EXPIRED, "no login of this browser has this state");
      return refuse(refusal, "/", request);
    }
    var returnTo = login.get().returnTo();
    // Before the login, which ends the former session.
    var former = caller.getName();
    try {
      var session =
          logins.finish(
              login.get(),
              new Answer(code, error, issuer),
              redirectUri(uri),
              Browser.of(request),
              responses.sessionToken(request));
      return responses
          .loggedIn(request, former, session.account(), session.token(), returnTo)
          .cookie(expiredCookie(request))
          .build();
    } catch (OidcRefusal refusal) {
      return refuse(refusal, returnTo, request);
    }
  }

  private Response refuse(OidcRefusal refusal, String returnTo, HttpServerRequest request) {
    logins.recordRefusal(refusal, ClientAddress.of(request));
    var reason = refusal.reason();
    var response =
        responses
            .page(reason.status(), returnTo, null, reason.message(settings.name()))
            .cookie(expiredCookie(request));
    return (reason.isTemporary()
            ? response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
            : response)
        .build();
  }

  /** Exactly the one that is registered at the provider. */
  private URI redirectUri(UriInfo uri) {
    return uri.getBaseUri().resolve(prefix.addTo(CALLBACK));
  }

  private HostCookie cookie(HttpServerRequest request) {
    return HostCookie.of(COOKIE, request, prefix);
  }

  private NewCookie expiredCookie(HttpServerRequest request) {
    return cookie(request).expired();
  }

  private void requireEnabled() {
    if (!settings.isEnabled()) {
      throw new NotFoundException();
    }
  }
}

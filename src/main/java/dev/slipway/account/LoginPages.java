package dev.slipway.account;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;

/** In and out. */
@Path("/")
@Blocking
@PermitAll
@Produces(MediaType.TEXT_HTML)
class LoginPages {
  private static final Logger LOG = Logger.getLogger(LoginPages.class);
  private static final String HOME = "/";
  private static final URI VIDEOS = URI.create("/videos");

  private final Accounts accounts;
  private final Sessions sessions;
  private final LoginThrottle throttle;
  private final LoginConfig config;
  private final CurrentAccount current;

  LoginPages(
      Accounts accounts,
      Sessions sessions,
      LoginThrottle throttle,
      LoginConfig config,
      CurrentAccount current) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.throttle = throttle;
    this.config = config;
    this.current = current;
  }

  @CheckedTemplate(basePath = "account")
  static class Templates {
    static native TemplateInstance login(LoginPage page);

    private Templates() {}
  }

  @GET
  @Path("login")
  @Operation(hidden = true)
  public Response form(@QueryParam("return") @DefaultValue(HOME) String returnTo) {
    if (current.isLoggedIn()) {
      return Response.seeOther(ownPage(returnTo)).build();
    }
    return page(Response.Status.OK, returnTo, null, null).build();
  }

  @POST
  @Path("login")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response logIn(
      @FormParam("username") @DefaultValue("") String username,
      @FormParam("password") @DefaultValue("") String password,
      @FormParam("return") @DefaultValue(HOME) String returnTo,
      @Context HttpServerRequest request) {
    var address = ClientAddress.of(request);
    var name = AccountName.of(username);
    var delay = throttle.begin(name, address);
    if (delay.isPresent()) {
      return throttled(delay.get(), returnTo, username);
    }
    var account = accounts.authenticate(name, password);
    if (account.isEmpty()) {
      LOG.infof("Failed login of %s from %s", name, address);
      var error = "That name and password do not match. Check both and try again.";
      return page(Response.Status.UNAUTHORIZED, returnTo, username, error).build();
    }
    throttle.succeeded(name, address);
    // A session that was there before ends here, so nobody can plant one.
    endSession(request);
    var token = sessions.begin(account.get());
    return Response.seeOther(firstPage(account.get(), returnTo))
        .cookie(SessionCookie.of(request).with(token, config.sessionLifetime()))
        .build();
  }

  @POST
  @Path("logout")
  @Operation(hidden = true)
  public Response logOut(@Context HttpServerRequest request) {
    endSession(request);
    return Response.seeOther(URI.create("/login"))
        .cookie(SessionCookie.of(request).expired())
        .build();
  }

  /** Viewers can't upload, which is what the home page is for. */
  private static URI firstPage(Account account, String returnTo) {
    return returnTo.equals(HOME) && !account.mayUpload() ? VIDEOS : ownPage(returnTo);
  }

  private void endSession(HttpServerRequest request) {
    var cookie = request.getCookie(SessionCookie.of(request).name());
    if (cookie != null) {
      sessions.end(cookie.getValue());
    }
  }

  private Response throttled(Duration delay, String returnTo, String username) {
    var error = "Too many tries. Wait a minute, then try again.";
    return page(Response.Status.TOO_MANY_REQUESTS, returnTo, username, error)
        .header(HttpHeaders.RETRY_AFTER, delay.toSeconds())
        .build();
  }

  private Response.ResponseBuilder page(
      Response.Status status, String returnTo, String username, String error) {
    var page =
        new LoginPage(ownPage(returnTo).toString(), username, error, accounts.demoAccounts());
    return Response.status(status).entity(Templates.login(page));
  }

  /** Only a page of this host: {@code //elsewhere} and {@code https://elsewhere} lead home. */
  private static URI ownPage(String returnTo) {
    try {
      var uri = new URI(returnTo);
      var own =
          returnTo.startsWith("/")
              && !returnTo.startsWith("//")
              && !returnTo.startsWith("/\\")
              && uri.getAuthority() == null;
      return own ? uri : URI.create(HOME);
    } catch (java.net.URISyntaxException notAPage) {
      return URI.create(HOME);
    }
  }
}

package dev.slipway.account.login;

import dev.slipway.account.Account;
import dev.slipway.account.AccountMetrics;
import dev.slipway.account.AccountMetrics.Login;
import dev.slipway.account.Accounts;
import dev.slipway.account.CurrentAccount;
import dev.slipway.web.path.PathPrefix;
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
  private final LoginSessions sessions;
  private final LoginThrottle throttle;
  private final LoginConfig config;
  private final CurrentAccount current;
  private final PathPrefix prefix;
  private final AccountMetrics metrics;

  LoginPages(
      Accounts accounts,
      LoginSessions sessions,
      LoginThrottle throttle,
      LoginConfig config,
      CurrentAccount current,
      PathPrefix prefix,
      AccountMetrics metrics) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.throttle = throttle;
    this.config = config;
    this.current = current;
    this.prefix = prefix;
    this.metrics = metrics;
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
      return Response.seeOther(localPage(returnTo)).build();
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
    var name = AccountName.normalize(username);
    var delay = throttle.recordAttempt(name, address);
    if (delay.isPresent()) {
      metrics.recordLogin(Login.THROTTLED);
      return throttled(delay.get(), returnTo, username);
    }
    var account = accounts.authenticate(name, password);
    if (account.isEmpty()) {
      metrics.recordLogin(Login.FAILED);
      LOG.infof("Failed login of %s from %s", name, address);
      var error = "That name and password do not match. Check both and try again.";
      return page(Response.Status.UNAUTHORIZED, returnTo, username, error).build();
    }
    throttle.clearFailures(name, address);
    metrics.recordLogin(Login.SUCCEEDED);
    // A session that was there before ends here, so nobody can plant one.
    endSession(request);
    var token = sessions.begin(account.get());
    return Response.seeOther(pageAfterLogin(account.get(), returnTo))
        .cookie(cookieOf(request).with(token, config.sessionLifetime()))
        .build();
  }

  @POST
  @Path("logout")
  @Operation(hidden = true)
  public Response logOut(@Context HttpServerRequest request) {
    endSession(request);
    return Response.seeOther(URI.create("/login")).cookie(cookieOf(request).expired()).build();
  }

  /** Viewers can't upload, which is what the home page is for. */
  private URI pageAfterLogin(Account account, String returnTo) {
    return returnTo.equals(HOME) && !account.mayUpload() ? VIDEOS : localPage(returnTo);
  }

  private SessionCookie cookieOf(HttpServerRequest request) {
    return SessionCookie.of(request, prefix);
  }

  private void endSession(HttpServerRequest request) {
    var cookie = request.getCookie(cookieOf(request).name());
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
        new LoginPage(localPage(returnTo).toString(), username, error, accounts.demoAccounts());
    return Response.status(status).entity(Templates.login(page));
  }

  /**
   * Only a page of ours: {@code //elsewhere} and {@code https://elsewhere} lead home. Others may
   * say it as their browser shows it, with the prefix.
   */
  private URI localPage(String returnTo) {
    try {
      var path = prefix.removeFrom(returnTo);
      var uri = new URI(path);
      var own =
          path.startsWith("/")
              && !path.startsWith("//")
              && !path.startsWith("/\\")
              && uri.getAuthority() == null;
      return own ? uri : URI.create(HOME);
    } catch (java.net.URISyntaxException notAPage) {
      return URI.create(HOME);
    }
  }
}

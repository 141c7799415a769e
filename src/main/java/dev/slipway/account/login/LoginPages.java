package dev.slipway.account.login;

import dev.slipway.account.Account;
import dev.slipway.account.Accounts;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.DemoAccount;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.path.HostCookie;
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
import java.net.URISyntaxException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The login page, and the forms that log in and out. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
class LoginPages {
  private static final String HOME = "/";

  /**
   * Clears what the browser keeps of this origin, such as pages to go back to and the handles of
   * uploaded files. Not sent below a path, because the origin then belongs to others as well. The
   * directive for cookies would also delete those of other ports and subdomains.
   */
  private static final String CLEAR_SITE_DATA = "\"cache\", \"storage\"";

  private static final URI VIDEOS = URI.create("/videos");

  private final LoginService logins;
  private final LoginConfig config;
  private final Accounts accounts;
  private final CurrentAccount caller;
  private final PathPrefix prefix;

  LoginPages(
      LoginService logins,
      LoginConfig config,
      Accounts accounts,
      CurrentAccount caller,
      PathPrefix prefix) {
    this.logins = logins;
    this.config = config;
    this.accounts = accounts;
    this.caller = caller;
    this.prefix = prefix;
  }

  @CheckedTemplate(basePath = "account")
  static class Templates {
    static native TemplateInstance login(LoginPage page);

    private Templates() {}
  }

  /**
   * The data of the login page.
   *
   * @param returnTo the page to go to after the login
   * @param username as typed before, or null
   * @param error why the login failed, or null
   */
  record LoginPage(
      String returnTo, String username, String error, List<DemoAccount> demoAccounts) {}

  /**
   * Shows the form, or returns to the page if the caller is logged in.
   *
   * @param switchAccount shows the form to people who are logged in, too
   */
  @GET
  @Path("login")
  @PermitAll
  @Operation(hidden = true)
  public Response form(
      @QueryParam("return") @DefaultValue(HOME) String returnTo,
      @QueryParam("switch") boolean switchAccount) {
    if (caller.isLoggedIn() && !switchAccount) {
      return Response.seeOther(localPage(returnTo)).build();
    }
    return page(Response.Status.OK, returnTo, null, null).build();
  }

  @POST
  @Path("login")
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response logIn(
      @FormParam("username") @DefaultValue("") String username,
      @FormParam("password") @DefaultValue("") String password,
      @FormParam("return") @DefaultValue(HOME) String returnTo,
      @Context HttpServerRequest request) {
    // Before the login, which ends the former session.
    var former = caller.getName();
    var login = logins.logIn(username, password, ClientAddress.of(request), sessionToken(request));
    return switch (login.outcome()) {
      case SUCCEEDED -> {
        var response =
            Response.seeOther(pageAfterLogin(login.account(), returnTo))
                .cookie(cookie(request).with(login.sessionToken(), config.sessionLifetime()));
        var isOther = !former.isEmpty() && !former.equals(login.account().name);
        yield (isOther ? clearSiteData(response) : response).build();
      }
      case FAILED ->
          page(
                  Response.Status.UNAUTHORIZED,
                  returnTo,
                  username,
                  "That name and password do not match. Check both and try again.")
              .build();
      case DISABLED ->
          page(
                  Response.Status.FORBIDDEN,
                  returnTo,
                  username,
                  "An administrator has disabled this account. Ask them to enable it.")
              .build();
      case THROTTLED ->
          page(
                  Response.Status.TOO_MANY_REQUESTS,
                  returnTo,
                  username,
                  "Too many attempts. Wait a minute, then try again.")
              .header(HttpHeaders.RETRY_AFTER, login.retryAfter().toSeconds())
              .build();
      case BUSY ->
          page(
                  Response.Status.SERVICE_UNAVAILABLE,
                  returnTo,
                  username,
                  "Too many people are logging in. Wait a few seconds, then try again.")
              .header(HttpHeaders.RETRY_AFTER, login.retryAfter().toSeconds())
              .build();
    };
  }

  @POST
  @Path("logout")
  @PermitAll
  @Operation(hidden = true)
  public Response logOut(@Context HttpServerRequest request) {
    logins.logOut(sessionToken(request), ClientAddress.of(request));
    var response = Response.seeOther(URI.create("/login")).cookie(cookie(request).expired());
    return clearSiteData(response).build();
  }

  /** What the browser has kept for one account is not for the next one. */
  private Response.ResponseBuilder clearSiteData(Response.ResponseBuilder response) {
    return prefix.isEmpty() ? response.header("Clear-Site-Data", CLEAR_SITE_DATA) : response;
  }

  private String sessionToken(HttpServerRequest request) {
    var sent = request.getCookie(cookie(request).name());
    return sent == null ? null : sent.getValue();
  }

  private HostCookie cookie(HttpServerRequest request) {
    return HostCookie.of(SessionAuthenticationMechanism.COOKIE, request, prefix);
  }

  /** Viewers start at the videos, because the home page is for uploading. */
  private URI pageAfterLogin(Account account, String returnTo) {
    return returnTo.equals(HOME) && !account.mayUpload() ? VIDEOS : localPage(returnTo);
  }

  private Response.ResponseBuilder page(
      Response.Status status, String returnTo, String username, String error) {
    var page =
        new LoginPage(localPage(returnTo).toString(), username, error, accounts.demoAccounts());
    return Response.status(status).entity(Templates.login(page));
  }

  /**
   * Returns the page if it belongs to this application, otherwise the home page, so that a link to
   * the login can't redirect to another site by {@code //elsewhere} or {@code https://elsewhere}. A
   * backslash, which browsers treat as a slash, is not allowed in a URI. The path may start with
   * the prefix, as the browser's address bar shows it.
   */
  private URI localPage(String returnTo) {
    try {
      var path = prefix.removeFrom(returnTo);
      var uri = new URI(path);
      var isLocal = path.startsWith("/") && !path.startsWith("//") && uri.getAuthority() == null;
      return isLocal ? uri : URI.create(HOME);
    } catch (URISyntaxException e) {
      return URI.create(HOME);
    }
  }
}

package dev.slipway.account.login;

import dev.slipway.account.Accounts;
import dev.slipway.account.CurrentAccount;
import dev.slipway.web.Formats;
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
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The login page, and the forms that log in and out. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
class LoginPages {
  private static final String HOME = LoginResponses.HOME;

  private final LoginService logins;
  private final LoginResponses responses;
  private final CurrentAccount caller;

  LoginPages(LoginService logins, LoginResponses responses, CurrentAccount caller) {
    this.logins = logins;
    this.responses = responses;
    this.caller = caller;
  }

  /**
   * Shows the form, or returns to the page if the caller is logged in.
   *
   * @param switchAccount shows the form to people who are logged in, too
   * @param username fills in the form, if it can be the name of an account
   * @param unsaved whether the visitor has sent a form without a login, which was refused
   */
  @GET
  @Path("login")
  @PermitAll
  @Operation(hidden = true)
  public Response form(
      @QueryParam("return") @DefaultValue(HOME) String returnTo,
      @QueryParam("switch") boolean switchAccount,
      @QueryParam("username") String username,
      @QueryParam("unsaved") boolean unsaved) {
    if (caller.isLoggedIn() && !switchAccount) {
      return Response.seeOther(responses.localPage(returnTo)).build();
    }
    var name = Accounts.isValidName(username) ? username : null;
    return responses.form(returnTo, name, unsaved);
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
    var login =
        logins.logIn(username, password, Browser.of(request), responses.sessionToken(request));
    return switch (login.outcome()) {
      case SUCCEEDED ->
          responses
              .loggedIn(request, former, login.account(), login.sessionToken(), returnTo)
              .build();
      case FAILED ->
          responses
              .page(
                  Response.Status.UNAUTHORIZED,
                  returnTo,
                  username,
                  "That name and password do not match. Check both and try again.")
              .build();
      case DISABLED ->
          responses
              .page(
                  Response.Status.FORBIDDEN,
                  returnTo,
                  username,
                  "An administrator has disabled this account. Ask them to enable it.")
              .build();
      case SWITCHED_OFF ->
          responses
              .page(
                  Response.Status.FORBIDDEN,
                  returnTo,
                  username,
                  "Passwords can't be used to log in here. Use the single sign-on button.")
              .build();
      case THROTTLED ->
          responses
              .page(
                  Response.Status.TOO_MANY_REQUESTS,
                  returnTo,
                  username,
                  "Too many attempts. Wait a minute, then try again.")
              .header(HttpHeaders.RETRY_AFTER, Formats.retryAfterSeconds(login.retryAfter()))
              .build();
      case BUSY ->
          responses
              .page(
                  Response.Status.SERVICE_UNAVAILABLE,
                  returnTo,
                  username,
                  "Too many people are logging in. Wait a few seconds, then try again.")
              .header(HttpHeaders.RETRY_AFTER, Formats.retryAfterSeconds(login.retryAfter()))
              .build();
    };
  }

  /** Ends the session here and, if it began at another system, there as well. */
  @POST
  @Path("logout")
  @PermitAll
  @Operation(hidden = true)
  public Response logOut(@Context HttpServerRequest request, @Context UriInfo uri) {
    return responses.logOut(request, uri).build();
  }
}

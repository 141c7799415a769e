package dev.slipway.account.settings;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.login.LoginResponses;
import dev.slipway.account.login.PasswordChanges;
import dev.slipway.account.login.SessionCookies;
import dev.slipway.web.Formats;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page on which people manage their own account. */
@Path("/account")
@Blocking
@Authenticated
@Produces(MediaType.TEXT_HTML)
class OwnAccountPages {
  private static final String PATH = "/account";

  private final CurrentAccount caller;
  private final PasswordChanges changes;
  private final OwnSessions sessions;
  private final ProgramAccess access;
  private final OwnAccountPageRenderer view;
  private final SessionCookies cookies;
  private final LoginResponses responses;

  OwnAccountPages(
      CurrentAccount caller,
      PasswordChanges changes,
      OwnSessions sessions,
      ProgramAccess access,
      OwnAccountPageRenderer view,
      SessionCookies cookies,
      LoginResponses responses) {
    this.caller = caller;
    this.changes = changes;
    this.sessions = sessions;
    this.access = access;
    this.view = view;
    this.cookies = cookies;
    this.responses = responses;
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance show(@QueryParam("done") String done) {
    return view.afterChange(done);
  }

  @POST
  @Path("password")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response changePassword(
      @FormParam("current") @DefaultValue("") String current,
      @FormParam("new") @DefaultValue("") String chosen,
      @FormParam("repeated") @DefaultValue("") String repeated,
      @FormParam("revoke") @DefaultValue("false") boolean revokeTokens,
      @Context HttpServerRequest request) {
    if (!chosen.equals(repeated)) {
      return refuse(
          Response.Status.BAD_REQUEST,
          new PasswordForm(
              "repeated", "The new passwords differ. Type the same one twice.", revokeTokens),
          null);
    }
    var result =
        changes.change(
            new PasswordChanges.Request(
                caller.getName(),
                caller.sessionId(),
                current,
                chosen,
                revokeTokens,
                caller.address()));
    return switch (result.outcome()) {
      case CHANGED ->
          Response.seeOther(done("password"))
              .cookie(cookies.of(result.sessionToken(), request))
              .build();
      case IMPOSSIBLE ->
          refuse(
              Response.Status.CONFLICT,
              new PasswordForm("form", "The password of this account can't be changed.", false),
              null);
      case REFUSED ->
          refuse(
              Response.Status.BAD_REQUEST,
              new PasswordForm("new", result.reason(), revokeTokens),
              null);
      case WRONG_PASSWORD ->
          refuse(
              Response.Status.BAD_REQUEST,
              new PasswordForm(
                  "current", "The current password is wrong. Try again.", revokeTokens),
              null);
      case THROTTLED ->
          refuse(
              Response.Status.TOO_MANY_REQUESTS,
              new PasswordForm(
                  "form", "Too many attempts. Wait a minute, then try again.", revokeTokens),
              result.retryAfter());
      case BUSY ->
          refuse(
              Response.Status.SERVICE_UNAVAILABLE,
              new PasswordForm(
                  "form",
                  "Too many passwords are being checked. Wait a few seconds, then try again.",
                  revokeTokens),
              result.retryAfter());
    };
  }

  /** Ends one session. To end the caller's is to log out. */
  @POST
  @Path("sessions/{id}/termination")
  @Operation(hidden = true)
  public Response endSession(
      @PathParam("id") String id, @Context HttpServerRequest request, @Context UriInfo uri) {
    if (id.equals(caller.sessionId())) {
      return responses.logOut(request, uri).build();
    }
    sessions.end(id);
    return Response.seeOther(done("session")).build();
  }

  @POST
  @Path("sessions/termination")
  @Operation(hidden = true)
  public Response endOtherSessions() {
    sessions.endOthers();
    return Response.seeOther(done("sessions")).build();
  }

  /** Revokes all API tokens and SSH keys. */
  @POST
  @Path("access/revocation")
  @Operation(hidden = true)
  public Response revokeAccess() {
    access.revokeAll();
    return Response.seeOther(done("access")).build();
  }

  private Response refuse(Response.Status status, PasswordForm form, Duration retryAfter) {
    var response = Response.status(status).entity(view.with(form));
    if (retryAfter != null) {
      response.header(HttpHeaders.RETRY_AFTER, Formats.retryAfterSeconds(retryAfter));
    }
    return response.build();
  }

  private static URI done(String what) {
    return URI.create(PATH + "?done=" + what);
  }
}

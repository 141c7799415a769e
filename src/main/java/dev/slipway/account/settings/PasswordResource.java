package dev.slipway.account.settings;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.login.PasswordChanges;
import dev.slipway.account.login.SessionCookies;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The password of the caller's account. */
@Path("/api/me/password")
@Blocking
@Authenticated
class PasswordResource {
  private final PasswordChanges changes;
  private final CurrentAccount caller;
  private final SessionCookies cookies;

  PasswordResource(PasswordChanges changes, CurrentAccount caller, SessionCookies cookies) {
    this.changes = changes;
    this.caller = caller;
    this.cookies = cookies;
  }

  /**
   * Changes the password. Requires a login; a request with a token gets 403. All other sessions
   * end, and the response sets a new cookie for the session of the request.
   */
  @PUT
  @ResponseStatus(204)
  public Response change(PasswordRequest request, @Context HttpServerRequest http) {
    caller.requireLogin("change the password");
    if (request == null || request.currentPassword() == null || request.newPassword() == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with 'currentPassword' and 'newPassword'.");
    }
    var result =
        changes.change(
            new PasswordChanges.Request(
                caller.getName(),
                caller.sessionId(),
                request.currentPassword(),
                request.newPassword(),
                Boolean.TRUE.equals(request.revokeTokens()),
                caller.address()));
    return switch (result.outcome()) {
      case CHANGED -> Response.noContent().cookie(cookies.of(result.sessionToken(), http)).build();
      case IMPOSSIBLE ->
          throw new ProblemException(
              ErrorCode.PASSWORD_UNCHANGEABLE,
              "This is a demo account, or one that logs in through single sign-on.");
      case REFUSED -> throw new ProblemException(ErrorCode.PASSWORD_REFUSED, result.reason());
      case WRONG_PASSWORD ->
          throw new ProblemException(
              ErrorCode.PASSWORD_WRONG, "The current password is wrong. Try again.");
      case THROTTLED ->
          throw new ProblemException(
              ErrorCode.TOO_MANY_REQUESTS,
              "Too many attempts. Wait a minute, then try again.",
              result.retryAfter());
      case BUSY ->
          throw new ProblemException(
              ErrorCode.OVERLOADED,
              "Too many passwords are being checked. Try again in a few seconds.",
              result.retryAfter());
    };
  }

  /**
   * @param revokeTokens whether the account's API tokens are revoked as well; false if not given
   */
  record PasswordRequest(String currentPassword, String newPassword, Boolean revokeTokens) {
    /** Hides the passwords, because this text may end up in logs. */
    @Override
    public String toString() {
      return "a password request";
    }
  }
}

package dev.slipway.account.token;

import dev.slipway.account.CurrentAccount;
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
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** The caller's API tokens. Managing them requires a login; a request with a token gets 403. */
@Path("/api/tokens")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class TokenResource {
  private final ApiTokens tokens;
  private final CurrentAccount caller;

  TokenResource(ApiTokens tokens, CurrentAccount caller) {
    this.tokens = tokens;
    this.caller = caller;
  }

  /** Creates a token. Only this response contains the secret. */
  @POST
  @ResponseStatus(201)
  public RestResponse<IssuedToken> create(TokenRequest request) {
    if (request == null) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "Send JSON with a 'name'.");
    }
    var issued = tokens.create(request.name(), request.expiresIn(), request.scopes());
    return RestResponse.ResponseBuilder.<IssuedToken>created(
            URI.create("/api/tokens/" + issued.id()))
        .entity(issued)
        .build();
  }

  /** Lists the caller's tokens, newest first. */
  @GET
  public List<TokenView> list() {
    return tokens.findOwn();
  }

  /** Returns one token. */
  @GET
  @Path("{id}")
  public TokenView get(@PathParam("id") String id) {
    return tokens.requireOwn(id);
  }

  /** Revokes a token at once. */
  @DELETE
  @Path("{id}")
  public void revoke(@PathParam("id") String id) {
    tokens.revoke(id);
  }

  /** Revokes all tokens at once. */
  @DELETE
  public void revokeAll() {
    tokens.revokeAll(caller.getName());
  }

  /**
   * @param name tells people what the token is for; cut to 255 characters
   * @param expiresIn lifetime in seconds; 90 days if not given
   * @param scopes what the token is limited to, such as {@code uploads:write}; everything that the
   *     account may do if not given
   */
  record TokenRequest(String name, Long expiresIn, List<String> scopes) {}
}

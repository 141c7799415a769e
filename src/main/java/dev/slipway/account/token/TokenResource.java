package dev.slipway.account.token;

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
import org.jboss.resteasy.reactive.RestResponse;

/** The caller's tokens. They are managed with a login; a token gets 403. */
@Path("/api/tokens")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class TokenResource {
  private final ApiTokens tokens;

  TokenResource(ApiTokens tokens) {
    this.tokens = tokens;
  }

  /** Makes a token. The answer is the only one that shows it. */
  @POST
  public RestResponse<IssuedToken> create(TokenRequest request) {
    if (request == null) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "Send JSON with a 'name'.");
    }
    var issued = tokens.create(request.name(), request.expiresIn());
    return RestResponse.ResponseBuilder.<IssuedToken>created(
            URI.create("/api/tokens/" + issued.id()))
        .entity(issued)
        .build();
  }

  /** All of the caller's tokens, newest first. */
  @GET
  public List<TokenView> list() {
    return tokens.findOwn();
  }

  /** One token. */
  @GET
  @Path("{id}")
  public TokenView get(@PathParam("id") String id) {
    return tokens.requireOwn(id);
  }

  /** Revokes it at once. */
  @DELETE
  @Path("{id}")
  public void revoke(@PathParam("id") String id) {
    tokens.revoke(id);
  }

  /**
   * @param name for people, kept up to 255 characters
   * @param expiresIn seconds; 90 days where it is not given
   */
  record TokenRequest(String name, Long expiresIn) {}
}

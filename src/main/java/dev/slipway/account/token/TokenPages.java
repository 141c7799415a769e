package dev.slipway.account.token;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.account.token.TokenForm.ScopeOption;
import dev.slipway.web.Redirect;
import dev.slipway.web.path.PathPrefix;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page on which people create and revoke their API tokens. */
@Path("/tokens")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
@Produces(MediaType.TEXT_HTML)
class TokenPages {
  private static final String PATH = "/tokens";

  private final CurrentAccount caller;
  private final ApiTokens tokens;
  private final TokensConfig config;
  private final PathPrefix prefix;

  TokenPages(CurrentAccount caller, ApiTokens tokens, TokensConfig config, PathPrefix prefix) {
    this.caller = caller;
    this.tokens = tokens;
    this.config = config;
    this.prefix = prefix;
  }

  @CheckedTemplate(basePath = "account")
  static class Templates {
    static native TemplateInstance tokens(TokensPage page);

    private Templates() {}
  }

  /**
   * The data of the page.
   *
   * @param issued the token that was just created, or null
   * @param command a shell command to try the new token with, or null
   * @param revoked whether a token was just revoked
   */
  record TokensPage(
      List<TokenView> tokens,
      IssuedToken issued,
      String command,
      TokenForm form,
      boolean revoked) {}

  /**
   * @param done {@code revoked} if the visitor has just revoked a token
   */
  @GET
  @Operation(hidden = true)
  public TemplateInstance list(@QueryParam("done") String done) {
    var form = TokenForm.empty(config, scopeOptions(null));
    return Templates.tokens(
        new TokensPage(tokens.findOwn(), null, null, form, "revoked".equals(done)));
  }

  /** Renders the page instead of redirecting, because the secret must not appear in an address. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response create(
      @FormParam("name") @DefaultValue("") String name,
      @FormParam("lifetime") Long lifetime,
      @FormParam("access") @DefaultValue("all") String access,
      @FormParam("scope") List<String> scopes,
      @Context UriInfo uri) {
    var limits = access.equals("limited") ? scopes : null;
    try {
      if (limits != null && limits.isEmpty()) {
        throw new ProblemException(
            ErrorCode.INVALID_REQUEST, "Choose at least one scope, or give the token everything.");
      }
      var issued = tokens.create(name, lifetime, limits);
      return Response.ok(
              Templates.tokens(
                  page(
                      issued,
                      commandFor(issued, uri),
                      TokenForm.empty(config, scopeOptions(null)))))
          .build();
    } catch (ProblemException refusal) {
      var form =
          TokenForm.rejected(
              config, name, lifetime, limits != null, scopeOptions(limits), refusal.getMessage());
      return Response.status(refusal.toProblem().status())
          .entity(Templates.tokens(page(null, null, form)))
          .build();
    }
  }

  @POST
  @Path("{id}/revocation")
  @Operation(hidden = true)
  public Response revoke(@PathParam("id") String id) {
    tokens.revoke(id);
    return Redirect.to(PATH, "done", "revoked");
  }

  private TokensPage page(IssuedToken issued, String command, TokenForm form) {
    return new TokensPage(tokens.findOwn(), issued, command, form, false);
  }

  private List<ScopeOption> scopeOptions(List<String> chosen) {
    return ScopeOption.of(caller.isAdmin(), chosen);
  }

  private String commandFor(IssuedToken issued, UriInfo uri) {
    return "curl -H 'Authorization: Bearer %s' %s"
        .formatted(issued.token(), uri.getBaseUri().resolve(prefix.addTo("/api/me")));
  }
}

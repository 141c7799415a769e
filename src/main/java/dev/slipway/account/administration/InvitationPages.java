package dev.slipway.account.administration;

import dev.slipway.account.SecretToken;
import dev.slipway.account.login.SharedPasswords;
import dev.slipway.account.password.PasswordRules;
import dev.slipway.account.ssh.SshKeys;
import dev.slipway.account.token.ApiTokens;
import dev.slipway.web.ClientAddress;
import dev.slipway.web.Formats;
import dev.slipway.web.problem.ProblemException;
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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The page on which an invited person chooses a password. The path contains the secret, so nothing
 * logs it and no page shows it. Only the form consumes it, so a preview of the link does no harm.
 */
@Path("/invitations/{token}")
@Blocking
@Produces(MediaType.TEXT_HTML)
class InvitationPages {
  private static final int BAD_REQUEST = 400;

  private final Invitations invitations;
  private final SharedPasswords passwords;
  private final ApiTokens tokens;
  private final SshKeys keys;

  InvitationPages(
      Invitations invitations, SharedPasswords passwords, ApiTokens tokens, SshKeys keys) {
    this.invitations = invitations;
    this.passwords = passwords;
    this.tokens = tokens;
    this.keys = keys;
  }

  @CheckedTemplate(basePath = "account")
  static class Templates {
    static native TemplateInstance invitation(InvitationPage page);

    static native TemplateInstance invitationUsed(String account, long tokens, long keys);

    static native TemplateInstance invitationEnded();

    private Templates() {}
  }

  /**
   * @param error why the password was not accepted, or null
   */
  record InvitationPage(String account, int minLength, String error) {}

  @GET
  @PermitAll
  @Operation(hidden = true)
  public Response view(@PathParam("token") String token) {
    return answer(
        invitations
            .findAccount(new SecretToken(token))
            .map(account -> form(Response.Status.OK.getStatusCode(), account, null)));
  }

  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response choose(
      @PathParam("token") String token,
      @FormParam("password") @DefaultValue("") String password,
      @FormParam("repeated") @DefaultValue("") String repeated,
      @Context HttpServerRequest request) {
    var secret = new SecretToken(token);
    return answer(
        invitations
            .findAccount(secret)
            .map(account -> choose(secret, account, password, repeated, request)));
  }

  private Response.ResponseBuilder choose(
      SecretToken token,
      String account,
      String password,
      String repeated,
      HttpServerRequest request) {
    if (!password.equals(repeated)) {
      return form(BAD_REQUEST, account, "The passwords differ. Type the same one twice.");
    }
    var problem = PasswordRules.findProblem(password, account);
    if (problem.isPresent()) {
      return form(BAD_REQUEST, account, problem.get());
    }
    String hash;
    try {
      hash = passwords.hash(password, account, ClientAddress.of(request));
    } catch (ProblemException refusal) {
      var wait = refusal.toProblem().retryAfter();
      var form = form(refusal.toProblem().status(), account, refusal.getMessage());
      return wait == null
          ? form
          : form.header(HttpHeaders.RETRY_AFTER, Formats.retryAfterSeconds(wait));
    }
    return invitations.use(token, hash) ? used(account) : ended();
  }

  /** Tokens and keys outlive a reset, so the person learns of those that others may have made. */
  private Response.ResponseBuilder used(String account) {
    return Response.ok(
        Templates.invitationUsed(account, tokens.countUsable(account), keys.count(account)));
  }

  private static Response.ResponseBuilder form(int status, String account, String error) {
    return Response.status(status)
        .entity(
            Templates.invitation(new InvitationPage(account, PasswordRules.MIN_CHARACTERS, error)));
  }

  private static Response answer(Optional<Response.ResponseBuilder> page) {
    return page.orElseGet(InvitationPages::ended)
        .header("X-Robots-Tag", "noindex, nofollow")
        .build();
  }

  private static Response.ResponseBuilder ended() {
    return Response.status(Response.Status.GONE).entity(Templates.invitationEnded());
  }
}

package dev.slipway.catalogue.share;

import dev.slipway.account.Role;
import dev.slipway.account.password.PasswordRules;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.catalogue.share.ShareForm.Refusal;
import dev.slipway.catalogue.share.ShareManagers.Subject;
import dev.slipway.web.Formats;
import dev.slipway.web.Redirect;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page on which people who may manage a video share it. */
@Path("/videos/{id}/shares")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
@Produces(MediaType.TEXT_HTML)
class ShareForms {
  /** The form keeps its input if these are the reason. */
  private static final Set<ErrorCode> SHOWN_IN_FORM =
      Set.of(
          ErrorCode.INVALID_REQUEST,
          ErrorCode.QUOTA_EXCEEDED,
          ErrorCode.OVERLOADED,
          ErrorCode.TOO_MANY_REQUESTS);

  private final ShareManagers managers;
  private final ShareRules rules;
  private final ShareLinks links;
  private final ShareUrls urls;
  private final ShareConfig config;

  ShareForms(
      ShareManagers managers,
      ShareRules rules,
      ShareLinks links,
      ShareUrls urls,
      ShareConfig config) {
    this.managers = managers;
    this.rules = rules;
    this.links = links;
    this.urls = urls;
    this.config = config;
  }

  @CheckedTemplate(basePath = "share")
  static class Templates {
    static native TemplateInstance manage(ManagePage page);

    private Templates() {}
  }

  /**
   * @param address of the page that plays the video
   * @param created the link that was just created, or null
   * @param revoked whether a link was just revoked
   */
  record ManagePage(
      Subject video,
      String address,
      List<ShareLinkView> links,
      ShareForm form,
      ShareLinkView created,
      boolean revoked) {}

  @GET
  @Operation(hidden = true)
  public TemplateInstance list(
      @PathParam("id") String id,
      @QueryParam("created") String created,
      @QueryParam("revoked") boolean revoked) {
    return page(id, ShareForm.empty(config), created, revoked);
  }

  /** If the link is refused, the form shows the input, without the password, and the reason. */
  @POST
  @SigningRateLimited(SigningOperation.SHARE)
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response create(
      @PathParam("id") String id,
      @FormParam("label") @DefaultValue("") String label,
      @FormParam("lifetime") Long lifetime,
      @FormParam("password") @DefaultValue("") String password,
      @FormParam("uses") @DefaultValue("") String uses,
      @FormParam("download") @DefaultValue("false") boolean download) {
    var input = new Input(label, lifetime, uses, download);
    var invalid = findInvalid(password, uses);
    if (invalid != null) {
      return refuse(id, input, ErrorCode.INVALID_REQUEST.status(), invalid).build();
    }
    try {
      var request = new ShareRequest(lifetime, password, parseUses(uses), label, download);
      var link = links.create(id, rules.validate(id, request));
      return Redirect.to(pathOf(id), "created", link.id());
    } catch (ProblemException refusal) {
      if (!SHOWN_IN_FORM.contains(refusal.code())) {
        throw refusal;
      }
      var problem = refusal.toProblem();
      var response = refuse(id, input, problem.status(), new Refusal("form", refusal.getMessage()));
      if (problem.retryAfter() != null) {
        response.header(HttpHeaders.RETRY_AFTER, Formats.retryAfterSeconds(problem.retryAfter()));
      }
      return response.build();
    }
  }

  /** The fields as sent, without the password. */
  private record Input(String label, Long lifetime, String uses, boolean download) {}

  private Response.ResponseBuilder refuse(String id, Input input, int status, Refusal refusal) {
    var form =
        ShareForm.refused(config, input.label, input.lifetime, input.uses, input.download, refusal);
    return Response.status(status).entity(page(id, form, null, false));
  }

  /** Names the fields as the page does; the rules name those of the API. Null if both are valid. */
  private static Refusal findInvalid(String password, String uses) {
    if (!password.isEmpty() && !PasswordRules.hasValidLength(password)) {
      return new Refusal(
          "password",
          "The password must have at least %d characters, and at most %,d bytes in UTF-8."
              .formatted(PasswordRules.MIN_CHARACTERS, PasswordRules.MAX_BYTES));
    }
    try {
      var number = parseUses(uses);
      if (number == null || number >= 1 && number <= ShareRules.MAX_USES) {
        return null;
      }
    } catch (NumberFormatException e) {
      // The same as a number out of range.
    }
    return new Refusal(
        "uses", "The number of viewers must be from 1 to %,d.".formatted(ShareRules.MAX_USES));
  }

  @POST
  @Path("{shareId}/revocation")
  @Operation(hidden = true)
  public Response revoke(@PathParam("id") String id, @PathParam("shareId") String shareId) {
    links.revoke(id, shareId);
    return Redirect.to(pathOf(id), "revoked", true);
  }

  private TemplateInstance page(String id, ShareForm form, String created, boolean revoked) {
    var video = managers.require(id);
    var all = links.list(id);
    var newest = all.stream().filter(link -> link.id().equals(created)).findFirst().orElse(null);
    return Templates.manage(new ManagePage(video, urls.pageOf(id), all, form, newest, revoked));
  }

  private static String pathOf(String id) {
    return "/videos/" + id + "/shares";
  }

  private static Integer parseUses(String text) {
    return text.isBlank() ? null : Integer.valueOf(text.strip());
  }
}

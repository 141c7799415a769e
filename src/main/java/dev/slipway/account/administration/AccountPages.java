package dev.slipway.account.administration;

import dev.slipway.account.Role;
import dev.slipway.account.administration.AccountDetails.Change;
import dev.slipway.account.quota.Quotas;
import dev.slipway.web.KebabCase;
import dev.slipway.web.Page;
import dev.slipway.web.QueryString;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryEnum;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages on which administrators manage accounts. */
@Path(AccountPages.PATH)
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class AccountPages {
  static final String PATH = "/admin/accounts";
  private static final int PAGE_SIZE = 50;

  private final AccountAdministration administration;
  private final AccountDirectory directory;
  private final AccountDetails details;

  AccountPages(
      AccountAdministration administration, AccountDirectory directory, AccountDetails details) {
    this.administration = administration;
    this.directory = directory;
    this.details = details;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance accounts(ListPage page);

    private Templates() {}
  }

  /**
   * @param q the beginning of the name; empty for all
   * @param role as the query parameter has it; null for all roles
   * @param status as the query parameter has it; null for all
   * @param first whether this is the first page
   * @param form the form that creates an account
   * @param defaults the limits that apply where the form sets none
   */
  record ListPage(
      Page<AccountView, String> accounts,
      String q,
      String role,
      String status,
      boolean first,
      NewAccount form,
      Quotas.Defaults defaults) {

    /** Returns the filter as a query string, for the links to other pages. */
    public String query() {
      return QueryString.of("q", q.isEmpty() ? null : q, "role", role, "status", status);
    }

    public boolean filtered() {
      return !query().isEmpty();
    }
  }

  /**
   * @param name as typed before, or empty
   * @param error why no account was created, or null
   */
  record NewAccount(String name, String role, QuotaForm quota, String error) {
    static final NewAccount EMPTY = new NewAccount("", "creator", QuotaForm.EMPTY, null);
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance list(
      @QueryParam("q") @DefaultValue("") String q,
      @QueryParam("role") String role,
      @QueryParam("status") String status,
      @QueryParam("after") String after) {
    return Templates.accounts(listPage(q, role, status, after, NewAccount.EMPTY));
  }

  /** Creates an account, and shows the link for its person. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response create(
      @FormParam("name") @DefaultValue("") String typed,
      @FormParam("role") @DefaultValue("creator") String role,
      @FormParam("bytes") @DefaultValue("") String bytes,
      @FormParam("videos") @DefaultValue("") String videos,
      @FormParam("openUploads") @DefaultValue("") String openUploads) {
    var quota = new QuotaForm(bytes, videos, openUploads);
    var name = typed.strip().toLowerCase(Locale.ROOT);
    try {
      var issued =
          administration.create(name, QueryEnum.parse(Role.class, "role", role), quota.parse());
      return Response.status(Response.Status.CREATED)
          .entity(details.withLink(name, issued, true))
          .build();
    } catch (ProblemException refusal) {
      var form = new NewAccount(typed, role, quota, refusal.getMessage());
      return Response.status(refusal.toProblem().status())
          .entity(Templates.accounts(listPage("", null, null, null, form)))
          .build();
    }
  }

  @GET
  @Path("{name}")
  @Operation(hidden = true)
  public TemplateInstance details(@PathParam("name") String name, @QueryParam("done") String done) {
    return details.show(name, done == null ? null : QueryEnum.parse(Change.class, "done", done));
  }

  /**
   * Changes the role.
   *
   * @param seen the role that the page has shown
   */
  @POST
  @Path("{name}/role")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response changeRole(
      @PathParam("name") String name,
      @FormParam("seenRole") @DefaultValue("") String seen,
      @FormParam("role") @DefaultValue("") String role) {
    return details.answer(
        name,
        Change.ROLE,
        Map.of("seenRole", seen, "role", role),
        () ->
            administration.changeRole(
                name,
                QueryEnum.parse(Role.class, "seenRole", seen),
                QueryEnum.parse(Role.class, "role", role)));
  }

  /** Replaces the limits that the page has shown. */
  @POST
  @Path("{name}/quota")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response changeQuota(
      @PathParam("name") String name,
      @FormParam("seenBytes") @DefaultValue("") String seenBytes,
      @FormParam("seenVideos") @DefaultValue("") String seenVideos,
      @FormParam("seenOpenUploads") @DefaultValue("") String seenOpenUploads,
      @FormParam("bytes") @DefaultValue("") String bytes,
      @FormParam("videos") @DefaultValue("") String videos,
      @FormParam("openUploads") @DefaultValue("") String openUploads) {
    var fields =
        Map.of(
            "seenBytes", seenBytes,
            "seenVideos", seenVideos,
            "seenOpenUploads", seenOpenUploads,
            "bytes", bytes,
            "videos", videos,
            "openUploads", openUploads);
    var seen = new QuotaForm(seenBytes, seenVideos, seenOpenUploads);
    var typed = new QuotaForm(bytes, videos, openUploads);
    return details.answer(
        name,
        Change.QUOTA,
        fields,
        () -> administration.replaceLimits(name, seen.parse(), typed.parse()));
  }

  /** Disables or enables the account. */
  @POST
  @Path("{name}/status")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response setStatus(
      @PathParam("name") String name, @FormParam("disabled") boolean disabled) {
    return details.answer(
        name,
        disabled ? Change.DISABLED : Change.ENABLED,
        () -> administration.change(name, null, null, disabled));
  }

  /** Shows a new link. */
  @POST
  @Path("{name}/invitation")
  @Operation(hidden = true)
  public Response invite(@PathParam("name") String name) {
    try {
      return Response.ok(details.withLink(name, administration.invite(name), false)).build();
    } catch (ProblemException refusal) {
      return details.refused(name, refusal);
    }
  }

  @POST
  @Path("{name}/invitation/withdrawal")
  @Operation(hidden = true)
  public Response withdraw(@PathParam("name") String name) {
    return details.answer(name, Change.WITHDRAWN, () -> administration.withdrawInvitation(name));
  }

  @POST
  @Path("{name}/logout")
  @Operation(hidden = true)
  public Response endSessions(@PathParam("name") String name) {
    return details.answer(name, Change.LOGOUT, () -> administration.endSessions(name));
  }

  @POST
  @Path("{name}/removal")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response remove(
      @PathParam("name") String name,
      @FormParam("videos") @DefaultValue("") String videos,
      @FormParam("to") @DefaultValue("") String to) {
    return details.answer(
        name,
        Change.REMOVED,
        Map.of("videos", videos, "to", to),
        () -> {
          var choice = QueryEnum.parse(RemovedVideos.class, "videos", videos);
          var newOwner = choice == RemovedVideos.MOVE ? to.strip().toLowerCase(Locale.ROOT) : null;
          administration.remove(name, choice, newOwner);
        });
  }

  private ListPage listPage(String q, String role, String status, String after, NewAccount form) {
    var filter = AccountFilters.parse(q, role, status);
    return new ListPage(
        directory.find(filter, after, PAGE_SIZE),
        q,
        filter.role() == null ? null : KebabCase.of(filter.role()),
        filter.status() == null ? null : filter.status().lowerCaseName(),
        after == null,
        form,
        directory.quotaDefaults());
  }
}

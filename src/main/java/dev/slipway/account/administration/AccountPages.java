package dev.slipway.account.administration;

import dev.slipway.account.QuotaLimits;
import dev.slipway.account.Role;
import dev.slipway.account.administration.Invitations.Issued;
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
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
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
  private final InvitationUrls urls;

  AccountPages(
      AccountAdministration administration, AccountDirectory directory, InvitationUrls urls) {
    this.administration = administration;
    this.directory = directory;
    this.urls = urls;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance accounts(ListPage page);

    static native TemplateInstance account(DetailPage page);

    private Templates() {}
  }

  /**
   * @param q the beginning of the name; empty for all
   * @param role as the query parameter has it; null for all roles
   * @param status as the query parameter has it; null for all
   * @param first whether this is the first page
   * @param form the form that creates an account
   */
  record ListPage(
      Page<AccountView, String> accounts,
      String q,
      String role,
      String status,
      boolean first,
      NewAccount form) {

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
  record NewAccount(String name, String role, String error) {
    static final NewAccount EMPTY = new NewAccount("", "creator", null);
  }

  /**
   * @param link the address of an invitation that was just issued, or null
   * @param linkExpiresAt null without a link
   * @param error why the last change was refused, or null
   * @param saved whether something was just changed
   */
  record DetailPage(
      AccountView account,
      QuotaForm quota,
      String link,
      Instant linkExpiresAt,
      String error,
      boolean saved) {}

  @GET
  @Operation(hidden = true)
  public TemplateInstance list(
      @QueryParam("q") @DefaultValue("") String q,
      @QueryParam("role") String role,
      @QueryParam("status") String status,
      @QueryParam("after") String after) {
    return Templates.accounts(listPage(q, role, status, after, NewAccount.EMPTY));
  }

  /** Renders the page instead of redirecting, because the link must not appear in an address. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response create(
      @FormParam("name") @DefaultValue("") String typed,
      @FormParam("role") @DefaultValue("creator") String role) {
    var name = typed.strip().toLowerCase(Locale.ROOT);
    try {
      var issued =
          administration.create(
              name, QueryEnum.parse(Role.class, "role", role), QuotaLimits.DEFAULT);
      return Response.status(Response.Status.CREATED).entity(linkPage(name, issued)).build();
    } catch (ProblemException refusal) {
      var form = new NewAccount(typed, role, refusal.getMessage());
      return Response.status(refusal.toProblem().status())
          .entity(Templates.accounts(listPage("", null, null, null, form)))
          .build();
    }
  }

  @GET
  @Path("{name}")
  @Operation(hidden = true)
  public TemplateInstance details(
      @PathParam("name") String name, @QueryParam("saved") boolean saved) {
    return detailPage(directory.require(name), null, saved);
  }

  /** Changes role and quota. */
  @POST
  @Path("{name}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response change(
      @PathParam("name") String name,
      @FormParam("role") String role,
      @FormParam("bytes") String bytes,
      @FormParam("videos") String videos,
      @FormParam("openUploads") String openUploads) {
    var quota = new QuotaForm(bytes, videos, openUploads);
    return change(
        name,
        () ->
            administration.change(
                name, QueryEnum.parse(Role.class, "role", role), quota.parse(), null));
  }

  /** Disables or enables the account. */
  @POST
  @Path("{name}/status")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response setStatus(
      @PathParam("name") String name, @FormParam("disabled") boolean disabled) {
    return change(name, () -> administration.change(name, null, null, disabled));
  }

  /** Renders the page instead of redirecting, because the link must not appear in an address. */
  @POST
  @Path("{name}/invitation")
  @Operation(hidden = true)
  public Response invite(@PathParam("name") String name) {
    try {
      return Response.ok(linkPage(name, administration.invite(name))).build();
    } catch (ProblemException refusal) {
      return refused(name, refusal);
    }
  }

  @POST
  @Path("{name}/invitation/withdrawal")
  @Operation(hidden = true)
  public Response withdraw(@PathParam("name") String name) {
    return change(
        name,
        () -> {
          administration.withdrawInvitation(name);
          return directory.require(name);
        });
  }

  @POST
  @Path("{name}/logout")
  @Operation(hidden = true)
  public Response endSessions(@PathParam("name") String name) {
    return change(
        name,
        () -> {
          administration.endSessions(name);
          return directory.require(name);
        });
  }

  @POST
  @Path("{name}/removal")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response remove(
      @PathParam("name") String name,
      @FormParam("videos") String videos,
      @FormParam("to") @DefaultValue("") String to) {
    return change(
        name,
        () -> {
          var choice = QueryEnum.parse(RemovedVideos.class, "videos", videos);
          var newOwner = choice == RemovedVideos.MOVE ? to.strip().toLowerCase(Locale.ROOT) : null;
          return administration.remove(name, choice, newOwner);
        });
  }

  private Response change(String name, Supplier<AccountView> change) {
    try {
      var account = change.get();
      return Response.seeOther(URI.create(PATH + "/" + account.name() + "?saved=true")).build();
    } catch (ProblemException refusal) {
      return refused(name, refusal);
    }
  }

  /**
   * @throws ProblemException if there is no such account
   */
  private Response refused(String name, ProblemException refusal) {
    return Response.status(refusal.toProblem().status())
        .entity(detailPage(directory.require(name), refusal.getMessage(), false))
        .build();
  }

  private TemplateInstance linkPage(String name, Issued issued) {
    var account = directory.require(name);
    return Templates.account(
        new DetailPage(
            account,
            QuotaForm.of(account.quota()),
            urls.urlOf(issued.token()),
            issued.expiresAt(),
            null,
            false));
  }

  private static TemplateInstance detailPage(AccountView account, String error, boolean saved) {
    return Templates.account(
        new DetailPage(account, QuotaForm.of(account.quota()), null, null, error, saved));
  }

  private ListPage listPage(String q, String role, String status, String after, NewAccount form) {
    var filter = AccountFilters.parse(q, role, status);
    return new ListPage(
        directory.find(filter, after, PAGE_SIZE),
        q,
        filter.role() == null ? null : filter.role().name().toLowerCase(Locale.ROOT),
        filter.status() == null ? null : filter.status().lowerCaseName(),
        after == null,
        form);
  }
}

package dev.slipway.admin;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.reconcile.DriftKind;
import dev.slipway.reconcile.DriftView;
import dev.slipway.reconcile.ReconciliationRequest;
import dev.slipway.reconcile.ReconciliationView;
import dev.slipway.reconcile.Reconciliations;
import dev.slipway.web.KebabCase;
import dev.slipway.web.Page;
import dev.slipway.web.QueryString;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.QueryFlag;
import dev.slipway.web.problem.QueryNumber;
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
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages on which administrators request, read and approve reconciliations. */
@Path(DriftPages.PATH)
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class DriftPages {
  static final String PATH = "/admin/drift";
  private static final int PAGE_SIZE = 50;

  private final Reconciliations reconciliations;
  private final CurrentAccount caller;

  DriftPages(Reconciliations reconciliations, CurrentAccount caller) {
    this.reconciliations = reconciliations;
    this.caller = caller;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance drift(OverviewPage page);

    static native TemplateInstance reconciliation(ReconciliationPage page);

    private Templates() {}
  }

  /**
   * @param reconciliations newest first
   * @param differences whether only those are listed that have found differences
   * @param first whether this is the first page
   * @param held the reconciliation that needs approval, or null
   * @param requested the id of the reconciliation that was just requested, or null
   */
  record OverviewPage(
      Page<ReconciliationView, Long> reconciliations,
      boolean differences,
      boolean first,
      ReconciliationView held,
      Long requested) {
    /** Whether a reconciliation of this page is waiting or running. */
    public boolean open() {
      return reconciliations.items().stream().anyMatch(ReconciliationView::open);
    }

    /** Returns the filter as a query string, for the links to other pages. */
    public String query() {
      return QueryString.of("differences", differences ? true : null);
    }
  }

  /**
   * @param filter the kind of drift to show, or null for all
   * @param first whether this is the first page
   */
  record ReconciliationPage(
      ReconciliationView reconciliation,
      Page<DriftView, Long> drift,
      DriftKind filter,
      boolean first) {
    /** Returns the filter as the query parameter has it, or null. */
    public String kind() {
      return filter == null ? null : KebabCase.of(filter);
    }

    public String path() {
      return PATH + "/" + reconciliation.id();
    }

    /** Returns the filter as a query string, for the links to other pages. */
    public String query() {
      return QueryString.of("kind", kind());
    }
  }

  /**
   * Lists the reconciliations that are kept, newest first.
   *
   * @param differences {@code true} for those that have found differences
   * @param asked the id of the reconciliation that was just requested
   */
  @GET
  @Operation(hidden = true)
  public TemplateInstance list(
      @QueryParam("differences") @DefaultValue("false") String differences,
      @QueryParam("after") String after,
      @QueryParam("asked") String asked) {
    var filtered = QueryFlag.parse("differences", differences);
    var position = QueryNumber.parseCursor("after", after);
    return Templates.drift(
        new OverviewPage(
            reconciliations.findPage(filtered, position, PAGE_SIZE),
            filtered,
            position == null,
            reconciliations.findHeld().orElse(null),
            QueryNumber.parse("asked", asked)));
  }

  /**
   * Requests a reconciliation.
   *
   * @param deep present if the store is to be asked for every object
   */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response request(@FormParam("mode") String mode, @FormParam("deep") String deep) {
    var request = ReconciliationRequest.of(mode, deep != null, null);
    return redirectToList(reconciliations.request(request, caller.getName()));
  }

  /** Approves a held reconciliation. */
  @POST
  @Path("{id}/approval")
  @Operation(hidden = true)
  public Response approve(@PathParam("id") long id) {
    return redirectToList(reconciliations.approve(id, caller.getName()));
  }

  /** Shows one reconciliation and the drift that it found. */
  @GET
  @Path("{id}")
  @Operation(hidden = true)
  public TemplateInstance show(
      @PathParam("id") long id,
      @QueryParam("kind") String kind,
      @QueryParam("after") String after) {
    var filter = DriftKind.of(kind);
    var position = QueryNumber.parseCursor("after", after);
    var drift = reconciliations.findDrift(id, filter, position, PAGE_SIZE);
    return Templates.reconciliation(
        new ReconciliationPage(reconciliations.require(id), drift, filter, position == null));
  }

  private static Response redirectToList(ReconciliationView requested) {
    return Redirect.to(PATH, "asked", requested.id());
  }
}

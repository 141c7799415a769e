package dev.slipway.admin;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.reconcile.DriftKind;
import dev.slipway.reconcile.ReconciliationRequest;
import dev.slipway.reconcile.ReconciliationView;
import dev.slipway.reconcile.Reconciliations;
import dev.slipway.web.problem.QueryNumber;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
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
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Comparisons of bucket and catalogue: asking for them, reading them, agreeing to what follows. */
@Path("/admin/drift")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class DriftPages {
  private static final int MAX_RECONCILIATIONS = 25;
  private static final int PAGE_SIZE = 50;

  private final Reconciliations reconciliations;
  private final CurrentAccount current;

  DriftPages(Reconciliations reconciliations, CurrentAccount current) {
    this.reconciliations = reconciliations;
    this.current = current;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance drift(DriftOverviewPage page);

    static native TemplateInstance comparison(ReconciliationPage page);

    private Templates() {}
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance list(@QueryParam("asked") String asked) {
    var newest = reconciliations.findNewest(MAX_RECONCILIATIONS);
    var held = reconciliations.findHeld().orElse(null);
    return Templates.drift(new DriftOverviewPage(newest, held, QueryNumber.parse("asked", asked)));
  }

  /**
   * Asks for one.
   *
   * @param deep given where every object is to be asked for
   */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response request(@FormParam("mode") String mode, @FormParam("deep") String deep) {
    var request = ReconciliationRequest.of(mode, deep != null, null);
    return redirectToList(reconciliations.request(request, current.getName()));
  }

  /** Agrees to what one was held for. */
  @POST
  @Path("{id}/approval")
  @Operation(hidden = true)
  public Response approve(@PathParam("id") long id) {
    return redirectToList(reconciliations.approve(id, current.getName()));
  }

  /** What one found. */
  @GET
  @Path("{id}")
  @Operation(hidden = true)
  public TemplateInstance comparison(
      @PathParam("id") long id,
      @QueryParam("kind") String kind,
      @QueryParam("after") String after) {
    var chosen = DriftKind.of(kind);
    var position = QueryNumber.parse("after", after);
    var found = reconciliations.findDrift(id, chosen, position, PAGE_SIZE);
    return Templates.comparison(
        new ReconciliationPage(reconciliations.require(id), found, chosen, position == null));
  }

  private static Response redirectToList(ReconciliationView asked) {
    return Response.seeOther(URI.create("/admin/drift?asked=" + asked.id())).build();
  }
}

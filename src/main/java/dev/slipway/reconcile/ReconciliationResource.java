package dev.slipway.reconcile;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.web.Page;
import dev.slipway.web.problem.QueryNumber;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** The reconciliation API for administrators. */
@Path("/api/reconciliations")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class ReconciliationResource {
  private final Reconciliations reconciliations;
  private final CurrentAccount caller;

  ReconciliationResource(Reconciliations reconciliations, CurrentAccount caller) {
    this.reconciliations = reconciliations;
    this.caller = caller;
  }

  /** Requests a reconciliation. It starts at once unless another one is running. */
  @POST
  @ResponseStatus(202)
  public RestResponse<ReconciliationView> create(NewReconciliation options) {
    var request =
        options == null
            ? ReconciliationRequest.DEFAULT
            : ReconciliationRequest.of(options.mode(), options.deep(), options.goneAllowed());
    return accepted(reconciliations.request(request, caller.getName()));
  }

  /**
   * Approves a held reconciliation: requests a new one that may mark as many videos as missing as
   * the held one found.
   */
  @POST
  @Path("{id}/approval")
  @ResponseStatus(202)
  public RestResponse<ReconciliationView> approve(@PathParam("id") long id) {
    return accepted(reconciliations.approve(id, caller.getName()));
  }

  /** Returns the newest hundred reconciliations, newest first. */
  @GET
  public List<ReconciliationView> list() {
    return reconciliations.findNewest(Reconciliations.MAX_PAGE_SIZE);
  }

  /** Returns the progress and results of one reconciliation. */
  @GET
  @Path("{id}")
  public ReconciliationView get(@PathParam("id") long id) {
    return reconciliations.require(id);
  }

  /** Returns the drift that one reconciliation found, a hundred differences at a time. */
  @GET
  @Path("{id}/drift")
  public Page<DriftView, Long> drift(
      @PathParam("id") long id,
      @QueryParam("kind") String kind,
      @QueryParam("after") String after) {
    return reconciliations.findDrift(
        id,
        DriftKind.of(kind),
        QueryNumber.parseCursor("after", after),
        Reconciliations.MAX_PAGE_SIZE);
  }

  private static RestResponse<ReconciliationView> accepted(ReconciliationView requested) {
    return RestResponse.ResponseBuilder.<ReconciliationView>create(RestResponse.Status.ACCEPTED)
        .location(URI.create("/api/reconciliations/" + requested.id()))
        .entity(requested)
        .build();
  }

  /**
   * @param mode {@code repair} (the default) or {@code report}
   * @param deep whether the store is asked for every object; {@code false} by default
   * @param goneAllowed how many videos may be marked as missing without approval, whatever their
   *     share; 0 by default
   */
  @Schema(name = "Asked")
  record NewReconciliation(String mode, Boolean deep, Long goneAllowed) {}
}

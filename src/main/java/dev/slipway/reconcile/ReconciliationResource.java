package dev.slipway.reconcile;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
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
import org.jboss.resteasy.reactive.RestResponse;

/** Comparisons of bucket and catalogue, for admins' programs. */
@Path("/api/reconciliations")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
class ReconciliationResource {
  private final Reconciliations reconciliations;
  private final CurrentAccount current;

  ReconciliationResource(Reconciliations reconciliations, CurrentAccount current) {
    this.reconciliations = reconciliations;
    this.current = current;
  }

  /** Asks for one. It begins at once, unless another is under way. */
  @POST
  public RestResponse<ReconciliationView> create(NewReconciliation asked) {
    var request =
        asked == null
            ? ReconciliationRequest.DEFAULT
            : ReconciliationRequest.of(asked.mode(), asked.deep(), asked.goneAllowed());
    return accepted(reconciliations.request(request, current.getName()));
  }

  /** Agrees to what one was held for: has so many marked as it found gone. */
  @POST
  @Path("{id}/approval")
  public RestResponse<ReconciliationView> approve(@PathParam("id") long id) {
    return accepted(reconciliations.approve(id, current.getName()));
  }

  /** The newest hundred, newest first. */
  @GET
  public List<ReconciliationView> list() {
    return reconciliations.findNewest(Reconciliations.MAX_PAGE_SIZE);
  }

  /** How far one is, and what it has found. */
  @GET
  @Path("{id}")
  public ReconciliationView get(@PathParam("id") long id) {
    return reconciliations.require(id);
  }

  /** What one found, a hundred at a time. */
  @GET
  @Path("{id}/drift")
  public DriftPage drift(
      @PathParam("id") long id,
      @QueryParam("kind") String kind,
      @QueryParam("after") String after) {
    return reconciliations.findDrift(
        id, DriftKind.of(kind), QueryNumber.parse("after", after), Reconciliations.MAX_PAGE_SIZE);
  }

  private static RestResponse<ReconciliationView> accepted(ReconciliationView asked) {
    return RestResponse.ResponseBuilder.<ReconciliationView>create(RestResponse.Status.ACCEPTED)
        .location(URI.create("/api/reconciliations/" + asked.id()))
        .entity(asked)
        .build();
  }

  /**
   * @param mode {@code repair}, also where it is not given, or {@code report}
   * @param deep whether every object is asked for
   * @param goneAllowed so many rows may be marked whose object is gone; 0 where it is not given
   */
  @Schema(name = "Asked")
  record NewReconciliation(String mode, Boolean deep, Long goneAllowed) {}
}

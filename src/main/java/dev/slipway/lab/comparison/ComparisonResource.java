package dev.slipway.lab.comparison;

import dev.slipway.account.Role;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URI;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** The JSON API of comparisons. */
@Path("/api/lab/comparisons")
@Blocking
class ComparisonResource {
  private final ComparisonRunner runner;
  private final Comparisons comparisons;

  ComparisonResource(ComparisonRunner runner, Comparisons comparisons) {
    this.runner = runner;
    this.comparisons = comparisons;
  }

  /** Starts a run in the background, which needs up to fifty files of the caller's quota. */
  @POST
  @RolesAllowed(Role.CREATOR_NAME)
  @ResponseStatus(202)
  public RestResponse<ComparisonView> start(ComparisonRequest request) {
    var started = runner.start(request == null ? new ComparisonRequest(null, null) : request);
    return RestResponse.ResponseBuilder.<ComparisonView>create(RestResponse.Status.ACCEPTED)
        .location(URI.create("/api/lab/comparisons/" + started.id()))
        .entity(started)
        .build();
  }

  /** Returns the newest fifty runs, newest first. */
  @GET
  @Authenticated
  public List<ComparisonView> list() {
    return comparisons.findNewest();
  }

  /** Returns the progress and results of one run. */
  @GET
  @Path("{id}")
  @Authenticated
  public ComparisonView get(@PathParam("id") String id) {
    return comparisons.require(id);
  }

  /** Asks a run to stop. It ends within seconds, and removes its files. */
  @POST
  @Path("{id}/stop")
  @RolesAllowed(Role.CREATOR_NAME)
  public ComparisonView stop(@PathParam("id") String id) {
    return comparisons.requestStop(id);
  }
}

package dev.slipway.catalogue.bulk;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.account.TokenScope;
import dev.slipway.account.ratelimit.AccountRateLimit;
import dev.slipway.account.ratelimit.AccountRateLimiter;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.catalogue.bulk.BulkChange.MoveToTrash;
import dev.slipway.catalogue.bulk.BulkChange.Restore;
import dev.slipway.catalogue.bulk.BulkChange.SetVisibility;
import dev.slipway.catalogue.bulkjob.BulkJobInput;
import dev.slipway.catalogue.bulkjob.BulkJobInput.FilterDeserializer;
import dev.slipway.catalogue.bulkjob.BulkJobView;
import dev.slipway.catalogue.bulkjob.BulkJobs;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** The JSON API that changes several videos with one request, or begins a bulk job that does. */
@Path("/api/videos")
@Blocking
class BulkResource {
  private final BulkChanges changes;
  private final BulkJobs jobs;
  private final AccountRateLimiter limiter;
  private final CurrentAccount caller;

  BulkResource(
      BulkChanges changes, BulkJobs jobs, AccountRateLimiter limiter, CurrentAccount caller) {
    this.changes = changes;
    this.jobs = jobs;
    this.limiter = limiter;
    this.caller = caller;
  }

  /**
   * With {@code action}: begins a job that changes the caller's own videos, or those of all
   * accounts if an administrator sends it. Otherwise changes the visibility of up to 200 videos,
   * moves them to the trash ({@code deleted: true}) or takes them out of it ({@code deleted:
   * false}). Each is changed on its own, so some may be changed and others not. May be repeated.
   */
  @POST
  @Path("bulk")
  @RolesAllowed(Role.CREATOR_NAME)
  @APIResponse(
      responseCode = "200",
      description = "What became of each video",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = BulkResponse.class)))
  @APIResponse(
      responseCode = "202",
      description = "The job that has begun",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = BulkJobView.class)))
  public RestResponse<Object> change(BulkRequest request) {
    if (request != null && request.action() != null) {
      return begin(request);
    }
    if (request == null || !request.isChange()) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Send JSON with 'ids', and with either 'visibility' or 'deleted', or with 'action' to begin"
              + " a bulk job.");
    }
    return RestResponse.ok(new BulkResponse(changes.apply(request.toChange(), request.ids())));
  }

  private RestResponse<Object> begin(BulkRequest request) {
    if (request.deleted() != null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send either 'action' or 'deleted', not both.");
    }
    if (caller.isAdmin()) {
      caller.requireScope(TokenScope.ADMIN);
    } else {
      limiter.requirePermit(AccountRateLimit.BULK);
    }
    var job = jobs.begin(request.toJob());
    return RestResponse.ResponseBuilder.<Object>create(RestResponse.Status.ACCEPTED)
        .location(URI.create("/api/bulk/" + job.id()))
        .entity(job)
        .build();
  }

  /**
   * @param ids of 1 to 200 videos; for a job of up to 10,000, or null with a filter
   * @param visibility private, unlisted or public; null unless it is to be changed
   * @param deleted true to move the videos to the trash, false to restore them; null for neither
   * @param action of a job, as in {@link BulkJobInput}, like the following fields; null for none
   */
  record BulkRequest(
      List<String> ids,
      String visibility,
      Boolean deleted,
      String action,
      String owner,
      @JsonDeserialize(using = FilterDeserializer.class) String filter,
      Boolean all) {
    /** Whether it has one change, and no field that is for jobs only. */
    private boolean isChange() {
      return (visibility == null) != (deleted == null)
          && owner == null
          && filter == null
          && all == null;
    }

    private BulkChange toChange() {
      if (visibility != null) {
        return new SetVisibility(Visibility.parse(visibility));
      }
      return deleted ? new MoveToTrash() : new Restore();
    }

    private BulkJobInput toJob() {
      return new BulkJobInput(action, visibility, owner, filter, ids, all);
    }
  }

  /**
   * @param results one for each id, in the order of the request; for a repeated id only one
   */
  record BulkResponse(List<BulkResult> results) {}
}

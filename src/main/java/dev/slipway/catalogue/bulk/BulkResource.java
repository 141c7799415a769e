package dev.slipway.catalogue.bulk;

import dev.slipway.account.Role;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.catalogue.bulk.BulkChange.MoveToTrash;
import dev.slipway.catalogue.bulk.BulkChange.Restore;
import dev.slipway.catalogue.bulk.BulkChange.SetVisibility;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;

/** The JSON API that changes several videos at once. */
@Path("/api/videos")
@Blocking
class BulkResource {
  private final BulkChanges changes;

  BulkResource(BulkChanges changes) {
    this.changes = changes;
  }

  /**
   * Changes the visibility of up to 200 videos, moves them to the trash ({@code deleted: true}) or
   * takes them out of it ({@code deleted: false}). Each is changed on its own, so some may be
   * changed and others not. May be repeated.
   */
  @POST
  @Path("bulk")
  @RolesAllowed(Role.CREATOR_NAME)
  public BulkResponse change(BulkRequest request) {
    if (request == null || (request.visibility() == null) == (request.deleted() == null)) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Send JSON with 'ids', and with either 'visibility' or 'deleted'.");
    }
    return new BulkResponse(changes.apply(request.toChange(), request.ids()));
  }

  /**
   * @param ids of 1 to 200 videos
   * @param visibility private, unlisted or public; null unless it is to be changed
   * @param deleted true to move the videos to the trash, false to restore them; null for neither
   */
  record BulkRequest(List<String> ids, String visibility, Boolean deleted) {
    private BulkChange toChange() {
      if (visibility != null) {
        return new SetVisibility(Visibility.parse(visibility));
      }
      return deleted ? new MoveToTrash() : new Restore();
    }
  }

  /**
   * @param results one for each id, in the order of the request; for a repeated id only one
   */
  record BulkResponse(List<BulkResult> results) {}
}

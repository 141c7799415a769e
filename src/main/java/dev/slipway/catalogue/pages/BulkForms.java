package dev.slipway.catalogue.pages;

import dev.slipway.account.Role;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.Videos.TrashSummary;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.catalogue.bulk.BulkChange;
import dev.slipway.catalogue.bulk.BulkChanges;
import dev.slipway.catalogue.bulk.BulkResult;
import dev.slipway.catalogue.bulk.BulkResult.Status;
import dev.slipway.catalogue.pages.DeletionForms.DeletionConfirmation;
import dev.slipway.storage.RandomId;
import dev.slipway.web.QueryString;
import dev.slipway.web.problem.QueryEnum;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The form of the list of own videos, and of the trash, that changes the selected ones. It returns
 * to the same page of the list, whose address names the videos for a notice.
 */
@Path("/videos")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Produces(MediaType.TEXT_HTML)
class BulkForms {
  /**
   * A page of the list has 50 videos. More ids would make the address of the redirect too long for
   * nginx, which by default accepts 4 kB of headers in a response.
   */
  private static final int MAX_NAMED = 100;

  private static final String TRASH_PATH = "/videos/trash";

  private final BulkChanges changes;
  private final Videos videos;

  BulkForms(BulkChanges changes, Videos videos) {
    this.changes = changes;
    this.videos = videos;
  }

  /** The actions of the form's buttons. */
  enum Action {
    TRASH,
    RESTORE,
    VISIBILITY,
    DELETE
  }

  @POST
  @Path("mine/bulk")
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response change(
      @FormParam("id") List<String> ids,
      @FormParam("action") @DefaultValue("") String actionName,
      @FormParam("visibility") @DefaultValue("") String visibility,
      @FormParam("confirmed") boolean confirmed,
      @FormParam("return") @DefaultValue("mine") String returnTo,
      @FormParam("query") @DefaultValue("") String query) {
    var list = "trash".equals(returnTo) ? TRASH_PATH : "/videos/mine";
    if (actionName.isEmpty()) {
      // Enter in a checkbox presses the default button, which has no action.
      return seeOther(list, query, "");
    }
    var action = QueryEnum.parse(Action.class, "action", actionName);
    if (ids == null || ids.isEmpty()) {
      return seeOther(list, query, QueryString.of("selected", "none"));
    }
    if (action == Action.DELETE && !confirmed) {
      return askBeforeDeletion(ids, query);
    }
    var results = changes.apply(toChange(action, visibility), ids);
    return seeOther(
        list,
        query,
        QueryString.of(
            doneParameter(action),
            join(results, BulkResult::isDone),
            "failed",
            join(results, result -> !result.isDone() && result.status() != Status.FAILED),
            "skipped",
            join(results, result -> result.status() == Status.FAILED)));
  }

  /** Asks about those of the videos that are still in the trash. */
  private Response askBeforeDeletion(List<String> ids, String query) {
    var inTrash =
        videos.listManaged(ids.stream().limit(BulkChanges.MAX_VIDEOS).toList()).stream()
            .filter(video -> video.deletion().isInTrash())
            .toList();
    if (inTrash.isEmpty()) {
      return seeOther(TRASH_PATH, query, "");
    }
    var sum = new TrashSummary(inTrash.size(), inTrash.stream().mapToLong(Video::size).sum());
    return DeletionForms.ask(
        DeletionConfirmation.ofSelected(
            "/videos/mine/bulk",
            inTrash.stream().map(Video::id).toList(),
            sum,
            QueryString.isValid(query) ? query : ""));
  }

  private static BulkChange toChange(Action action, String visibility) {
    return switch (action) {
      case TRASH -> new BulkChange.MoveToTrash();
      case RESTORE -> new BulkChange.Restore();
      case VISIBILITY -> new BulkChange.SetVisibility(Visibility.parse(visibility));
      case DELETE -> new BulkChange.DeleteFromTrash();
    };
  }

  private static String doneParameter(Action action) {
    return switch (action) {
      case TRASH -> "trashed";
      case RESTORE -> "restored";
      case VISIBILITY -> "edited";
      case DELETE -> "deleted";
    };
  }

  /** Null if there are none. */
  private static String join(List<BulkResult> results, Predicate<BulkResult> condition) {
    var ids =
        results.stream()
            .filter(condition)
            .map(BulkResult::id)
            .filter(RandomId::isValid)
            .limit(MAX_NAMED)
            .collect(Collectors.joining(","));
    return ids.isEmpty() ? null : ids;
  }

  private static Response seeOther(String list, String query, String outcome) {
    return Response.seeOther(OwnVideoSearch.addressOf(list, query, outcome)).build();
  }
}

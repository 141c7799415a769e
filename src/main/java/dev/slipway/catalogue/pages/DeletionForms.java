package dev.slipway.catalogue.pages;

import dev.slipway.account.Role;
import dev.slipway.catalogue.VideoStatus;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.deletion.DeletionTransactions;
import dev.slipway.catalogue.deletion.PermanentDeletion;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.QueryEnum;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The forms on pages that delete and restore videos. Each redirects to a page with a notice. What
 * can't be undone needs {@code confirmed=true}. The dialog of the trash adds it; a form that is
 * sent without it, for example before the script of the page has run, is answered with a page that
 * asks.
 */
@Path("/videos")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Produces(MediaType.TEXT_HTML)
class DeletionForms {
  private static final String TRASH_PATH = "/videos/trash";

  private final DeletionTransactions videos;
  private final PermanentDeletion permanentDeletion;
  private final Videos catalogue;

  DeletionForms(
      DeletionTransactions videos, PermanentDeletion permanentDeletion, Videos catalogue) {
    this.videos = videos;
    this.permanentDeletion = permanentDeletion;
    this.catalogue = catalogue;
  }

  @CheckedTemplate(basePath = "catalogue")
  static class Templates {
    static native TemplateInstance deletionConfirmation(DeletionConfirmation page);

    private Templates() {}
  }

  /**
   * What the visitor has to confirm.
   *
   * @param path of the form, without the path prefix
   * @param title of the video; null to empty the trash
   * @param count of the videos that are deleted
   */
  record DeletionConfirmation(String path, String title, long count) {}

  /** The page to which a form returns. */
  enum ReturnPage {
    WATCH,
    MINE,
    ADMIN,
    TRASH
  }

  @POST
  @Path("{id}/trash")
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response moveToTrash(
      @PathParam("id") String id,
      @FormParam("return") @DefaultValue("watch") String returnTo,
      @FormParam("query") @DefaultValue("") String query) {
    var page = QueryEnum.parse(ReturnPage.class, "return", returnTo);
    videos.moveToTrash(id);
    return switch (page) {
      case WATCH, TRASH -> Redirect.to("/videos/" + id);
      case MINE -> Response.seeOther(OwnVideoSearch.addressOf(query, "trashed=" + id)).build();
      case ADMIN -> adminListing(query, "trashed=" + id);
    };
  }

  @POST
  @Path("{id}/restoration")
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response restore(
      @PathParam("id") String id,
      @FormParam("return") @DefaultValue("watch") String returnTo,
      @FormParam("query") @DefaultValue("") String query) {
    var page = QueryEnum.parse(ReturnPage.class, "return", returnTo);
    videos.restore(id);
    return switch (page) {
      case WATCH -> Redirect.to("/videos/" + id);
      case MINE -> Response.seeOther(OwnVideoSearch.addressOf(query, "restored=" + id)).build();
      case ADMIN -> adminListing(query, "");
      case TRASH -> Redirect.to(TRASH_PATH, "restored", id);
    };
  }

  @POST
  @Path("{id}/deletion")
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response deletePermanently(
      @PathParam("id") String id, @FormParam("confirmed") boolean confirmed) {
    if (!confirmed) {
      var video = videos.requireDeletable(id);
      return VideoStatus.DELETED.name().equals(video.status)
          ? deleted(id)
          : ask("/videos/" + id + "/deletion", video.title, 1);
    }
    permanentDeletion.delete(id);
    return deleted(id);
  }

  private static Response deleted(String id) {
    return Redirect.to(TRASH_PATH, "deleted", id);
  }

  @POST
  @Path("trash/emptying")
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response emptyTrash(@FormParam("confirmed") boolean confirmed) {
    if (!confirmed) {
      var count = catalogue.summarizeOwnTrash().count();
      return count == 0 ? Redirect.to(TRASH_PATH) : ask(TRASH_PATH + "/emptying", null, count);
    }
    permanentDeletion.emptyTrash();
    return Redirect.to(TRASH_PATH, "emptied", true);
  }

  private static Response ask(String path, String title, long count) {
    var page = Templates.deletionConfirmation(new DeletionConfirmation(path, title, count));
    return Response.ok(page).build();
  }

  private static Response adminListing(String query, String outcome) {
    return Response.seeOther(OwnVideoSearch.addressOf("/admin/videos", query, outcome)).build();
  }
}

package dev.slipway.catalogue.pages;

import dev.slipway.account.Role;
import dev.slipway.catalogue.deletion.DeletionTransactions;
import dev.slipway.catalogue.deletion.PermanentDeletion;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.QueryEnum;
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

/** The forms on pages that delete and restore videos. Each redirects to a page with a notice. */
@Path("/videos")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Produces(MediaType.TEXT_HTML)
class DeletionForms {
  private final DeletionTransactions videos;
  private final PermanentDeletion permanentDeletion;

  DeletionForms(DeletionTransactions videos, PermanentDeletion permanentDeletion) {
    this.videos = videos;
    this.permanentDeletion = permanentDeletion;
  }

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
      case TRASH -> Redirect.to("/videos/trash", "restored", id);
    };
  }

  @POST
  @Path("{id}/deletion")
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response deletePermanently(@PathParam("id") String id) {
    permanentDeletion.delete(id);
    return Redirect.to("/videos/trash", "deleted", id);
  }

  @POST
  @Path("trash/emptying")
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response emptyTrash() {
    permanentDeletion.emptyTrash();
    return Redirect.to("/videos/trash", "emptied", true);
  }

  private static Response adminListing(String query, String outcome) {
    return Response.seeOther(OwnVideoSearch.addressOf("/admin/videos", query, outcome)).build();
  }
}

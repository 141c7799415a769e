package dev.slipway.catalogue.pages;

import dev.slipway.account.Role;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.Videos.TrashSummary;
import dev.slipway.catalogue.deletion.DeletionTransactions;
import dev.slipway.catalogue.deletion.PermanentDeletion;
import dev.slipway.web.KebabCase;
import dev.slipway.web.QueryString;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.QueryEnum;
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
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The forms on pages that delete and restore videos. Each redirects to a page with a notice. What
 * can't be undone needs {@code confirmed=true}. The dialog of the trash adds it; a form that is
 * sent without it, for example before the script of the page has run, opens a page that asks. That
 * page has an address, so a visitor whose session ends there comes back to it.
 */
@Path("/videos")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
@Produces(MediaType.TEXT_HTML)
class DeletionForms {
  private static final String TRASH_PATH = "/videos/trash";
  private static final String EMPTYING_PATH = TRASH_PATH + "/emptying";
  private static final String ADMIN_PATH = "/admin/videos";

  private final DeletionTransactions videos;
  private final PermanentDeletion permanentDeletion;
  private final Videos catalogue;
  private final VideoUrlSigner signer;
  private final Clock clock;

  DeletionForms(
      DeletionTransactions videos,
      PermanentDeletion permanentDeletion,
      Videos catalogue,
      VideoUrlSigner signer,
      Clock clock) {
    this.videos = videos;
    this.permanentDeletion = permanentDeletion;
    this.catalogue = catalogue;
    this.signer = signer;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "catalogue")
  static class Templates {
    static native TemplateInstance deletionConfirmation(DeletionConfirmation page);

    private Templates() {}
  }

  /**
   * The data of the page on which the visitor confirms a deletion.
   *
   * @param path of the form, without the path prefix
   * @param row the video, if it is one
   * @param ids of the selected videos; empty otherwise
   * @param sum of the selected videos, or of the visitor's own trash; null for one video
   * @param returnTo the page to return to, as the form sends it; null to empty the trash
   * @param query of the list to return to; may be empty
   * @param origin the address of the page to return to if the visitor cancels, without the path
   *     prefix
   */
  record DeletionConfirmation(
      String path,
      TrashRow row,
      List<String> ids,
      TrashSummary sum,
      String returnTo,
      String query,
      URI origin) {
    private static DeletionConfirmation ofVideo(
        String id, TrashRow row, ReturnPage page, String query) {
      var origin = OwnVideoSearch.addressOf(page.path(id), query, "");
      return new DeletionConfirmation(
          deletionPath(id), row, List.of(), null, KebabCase.of(page), query, origin);
    }

    static DeletionConfirmation ofSelected(
        String path, List<String> ids, TrashSummary sum, String query) {
      return new DeletionConfirmation(
          path, null, ids, sum, KebabCase.of(ReturnPage.TRASH), query, trash(query));
    }

    private static DeletionConfirmation ofTrash(TrashSummary own, String query) {
      return new DeletionConfirmation(
          EMPTYING_PATH, null, List.of(), own, null, query, trash(query));
    }

    private static URI trash(String query) {
      return OwnVideoSearch.addressOf(TRASH_PATH, query, "");
    }
  }

  /** The page to which a form returns. */
  enum ReturnPage {
    WATCH,
    MINE,
    ADMIN,
    TRASH;

    /** The path of the page about a video, or of the list in which it is. */
    private String path(String id) {
      return switch (this) {
        case WATCH -> "/videos/" + id;
        case MINE -> "/videos/mine";
        case ADMIN -> ADMIN_PATH;
        case TRASH -> TRASH_PATH;
      };
    }
  }

  @POST
  @Path("{id}/trash")
  @RolesAllowed(Role.CREATOR_NAME)
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
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
      case ADMIN -> list(ADMIN_PATH, query, "trashed=" + id);
    };
  }

  @POST
  @Path("{id}/restoration")
  @RolesAllowed(Role.CREATOR_NAME)
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response restore(
      @PathParam("id") String id,
      @FormParam("return") @DefaultValue("watch") String returnTo,
      @FormParam("query") @DefaultValue("") String query) {
    var page = QueryEnum.parse(ReturnPage.class, "return", returnTo);
    videos.restore(id);
    return switch (page) {
      case WATCH -> Redirect.to("/videos/" + id, "restored", true);
      case MINE -> Response.seeOther(OwnVideoSearch.addressOf(query, "restored=" + id)).build();
      case ADMIN -> list(ADMIN_PATH, query, "restored=" + id);
      case TRASH -> list(TRASH_PATH, query, "restored=" + id);
    };
  }

  /**
   * Asks before a video is deleted permanently.
   *
   * @param returnTo the page to return to
   * @param query of that page, if it is a list
   */
  @GET
  @Path("{id}/deletion")
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response confirmDeletion(
      @PathParam("id") String id,
      @QueryParam("return") @DefaultValue("trash") String returnTo,
      @QueryParam("query") @DefaultValue("") String query) {
    var page = QueryEnum.parse(ReturnPage.class, "return", returnTo);
    var video = videos.requireDeletable(id);
    if (video.isDeleted()) {
      return deleted(id, page, query);
    }
    var row = TrashRow.of(VideoView.of(video, signer), clock.instant());
    return ask(DeletionConfirmation.ofVideo(id, row, page, query));
  }

  @POST
  @Path("{id}/deletion")
  @RolesAllowed(Role.CREATOR_NAME)
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response deletePermanently(
      @PathParam("id") String id,
      @FormParam("confirmed") boolean confirmed,
      @FormParam("return") @DefaultValue("trash") String returnTo,
      @FormParam("query") @DefaultValue("") String query) {
    var page = QueryEnum.parse(ReturnPage.class, "return", returnTo);
    if (!confirmed) {
      videos.requireDeletable(id);
      return Redirect.to(
          deletionPath(id), "return", KebabCase.of(page), "query", query.isEmpty() ? null : query);
    }
    permanentDeletion.delete(id);
    return deleted(id, page, query);
  }

  /** Asks before the visitor's trash is emptied. */
  @GET
  @Path("trash/emptying")
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response confirmEmptying(@QueryParam("after") String after) {
    var query = QueryString.of("after", after);
    var own = catalogue.summarizeOwnTrash();
    return own.count() == 0
        ? list(TRASH_PATH, query, "")
        : ask(DeletionConfirmation.ofTrash(own, query));
  }

  @POST
  @Path("trash/emptying")
  @RolesAllowed(Role.CREATOR_NAME)
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response emptyTrash(
      @FormParam("confirmed") boolean confirmed,
      @FormParam("query") @DefaultValue("") String query) {
    if (!confirmed) {
      return list(EMPTYING_PATH, query, "");
    }
    permanentDeletion.emptyTrash();
    return Redirect.to(TRASH_PATH, "emptied", true);
  }

  private static String deletionPath(String id) {
    return "/videos/" + id + "/deletion";
  }

  /** The page of a deleted video says only that it was deleted, so the trash follows it. */
  private static Response deleted(String id, ReturnPage page, String query) {
    var outcome = "deleted=" + id;
    return switch (page) {
      case ADMIN, TRASH -> list(page.path(id), query, outcome);
      case WATCH, MINE -> list(TRASH_PATH, "", outcome);
    };
  }

  static Response ask(DeletionConfirmation page) {
    return Response.ok(Templates.deletionConfirmation(page)).build();
  }

  /**
   * @param query of the page of the list to return to
   * @param outcome the parameters of a notice, or an empty text
   */
  private static Response list(String path, String query, String outcome) {
    return Response.seeOther(OwnVideoSearch.addressOf(path, query, outcome)).build();
  }
}

package dev.slipway.catalogue.pages;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.catalogue.VideoEditor;
import dev.slipway.catalogue.VideoFilter;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.sync.UploadInProgress;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Gallery and player. */
@Path("/videos")
@Blocking
@PermitAll
@Produces(MediaType.TEXT_HTML)
class VideoPages {
  /** Fills rows of two, three and four. */
  private static final int GALLERY_PAGE_SIZE = 24;

  private final Videos videos;
  private final VideoEditor edits;
  private final VideoUrlSigner urls;
  private final AuditLog audit;
  private final CurrentAccount current;

  VideoPages(
      Videos videos,
      VideoEditor edits,
      VideoUrlSigner urls,
      AuditLog audit,
      CurrentAccount current) {
    this.videos = videos;
    this.edits = edits;
    this.urls = urls;
    this.audit = audit;
    this.current = current;
  }

  @CheckedTemplate(basePath = "catalogue")
  static class Templates {
    static native TemplateInstance gallery(GalleryPage page);

    static native TemplateInstance watch(WatchPage page);

    static native TemplateInstance awaited(UploadInProgress video);

    private Templates() {}
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance gallery(@QueryParam("after") String after) {
    var found = videos.listVisible(VideoFilter.ALL.startingAfter(after), GALLERY_PAGE_SIZE);
    return Templates.gallery(new GalleryPage(found.items(), found.next(), after == null));
  }

  /** The video, or that it is still on its way. */
  @GET
  @Path("{id}")
  @Operation(hidden = true)
  public TemplateInstance watch(@PathParam("id") String id) {
    // Looked for once more at the end: it may have been stored between the two.
    return videos
        .findVisible(id)
        .map(this::watch)
        .or(() -> videos.findUploadInProgress(id).map(Templates::awaited))
        .orElseGet(() -> watch(videos.requireVisible(id)));
  }

  /** Changes what is said about it. A refusal shows what was typed. */
  @POST
  @Path("{id}/details")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response edit(
      @PathParam("id") String id,
      @FormParam("title") @DefaultValue("") String title,
      @FormParam("description") @DefaultValue("") String description,
      @FormParam("visibility") @DefaultValue("") String visibility) {
    var typed = new DetailsRequest(title, description, visibility);
    try {
      edits.edit(id, typed);
      return Response.seeOther(URI.create("/videos/" + id)).build();
    } catch (ProblemException refusal) {
      if (!refusal.toProblem().code().equals(ErrorCode.INVALID_REQUEST.code())) {
        throw refusal;
      }
      var form = DetailsForm.refused(typed, refusal.getMessage());
      return Response.status(refusal.toProblem().status())
          .entity(watch(videos.requireVisible(id), form))
          .build();
    }
  }

  private TemplateInstance watch(VideoView video) {
    return watch(video, current.mayManage(video.owner()) ? DetailsForm.of(video) : null);
  }

  private TemplateInstance watch(VideoView video, DetailsForm form) {
    var manages = current.mayManage(video.owner());
    List<TimelineEntry> timeline =
        manages
            ? audit.findBySubject(video.id()).stream().map(TimelineEntry::of).toList()
            : List.of();
    var url = video.playable() ? urls.sign(video).url().toString() : null;
    return Templates.watch(new WatchPage(video, url, url, manages, timeline, form));
  }
}

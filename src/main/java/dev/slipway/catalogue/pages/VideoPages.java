package dev.slipway.catalogue.pages;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.RateLimited;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.catalogue.DetailsRequest;
import dev.slipway.catalogue.PublicVideoView;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoEditor;
import dev.slipway.catalogue.VideoFacts;
import dev.slipway.catalogue.VideoFilter;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.sync.UnfinishedUpload;
import dev.slipway.catalogue.timeline.Participant;
import dev.slipway.catalogue.timeline.Timelines;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The gallery, and the page that plays one video. */
@Path("/videos")
@Blocking
@Produces(MediaType.TEXT_HTML)
class VideoPages {
  /** Fills rows of two, three or four tiles. */
  private static final int GALLERY_PAGE_SIZE = 24;

  private final Videos videos;
  private final UnfinishedUploads uploads;
  private final VideoEditor editor;
  private final VideoUrlSigner signer;
  private final Timelines timelines;
  private final CurrentAccount caller;
  private final Clock clock;

  VideoPages(
      Videos videos,
      UnfinishedUploads uploads,
      VideoEditor editor,
      VideoUrlSigner signer,
      Timelines timelines,
      CurrentAccount caller,
      Clock clock) {
    this.videos = videos;
    this.uploads = uploads;
    this.editor = editor;
    this.signer = signer;
    this.timelines = timelines;
    this.caller = caller;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "catalogue")
  static class Templates {
    static native TemplateInstance gallery(GalleryPage page);

    static native TemplateInstance watch(WatchPage page);

    static native TemplateInstance unfinished(UnfinishedUpload upload);

    /** For people who may not manage the upload, so it gets no data. */
    static native TemplateInstance awaited();

    private Templates() {}
  }

  /**
   * @param next the cursor of the next page; null on the last page
   * @param first whether this is the first page
   */
  record GalleryPage(List<PublicVideoView> videos, String next, boolean first) {}

  /**
   * @param url plays the video; null if it isn't playable
   * @param managed null unless the visitor may manage the video
   * @param timeline empty unless the visitor may manage the video
   * @param form null unless the visitor may manage the video, and it is not in the trash
   * @param downloadable whether the visitor may download the file
   * @param deletable whether the visitor may move the video to the trash
   * @param remaining the time until a video in the trash is deleted; null if it isn't there
   */
  record WatchPage(
      VideoFacts video,
      String url,
      VideoView managed,
      List<TimelineRow> timeline,
      DetailsForm form,
      boolean downloadable,
      boolean deletable,
      String remaining) {
    /** The titles of the timeline's lanes. */
    public List<String> participants() {
      return Participant.titles();
    }
  }

  /**
   * The form that edits a video's details.
   *
   * @param error why the last change was refused, or null
   * @param saved whether the last change was saved
   */
  record DetailsForm(
      String title, String description, String visibility, String error, boolean saved) {
    static DetailsForm of(VideoFacts video, boolean saved) {
      return new DetailsForm(video.title, video.description, video.visibility, null, saved);
    }

    static DetailsForm refused(DetailsRequest input, String error) {
      return new DetailsForm(input.title(), input.description(), input.visibility(), error, false);
    }
  }

  @GET
  @PermitAll
  @Operation(hidden = true)
  public TemplateInstance gallery(@QueryParam("after") String after) {
    var page =
        videos
            .listVisible(VideoFilter.ALL.startingAfter(after), GALLERY_PAGE_SIZE)
            .map(PublicVideoView::of);
    return Templates.gallery(new GalleryPage(page.items(), page.next(), after == null));
  }

  /**
   * Shows the video, or what has become of its upload.
   *
   * @param saved whether the visitor has just changed the details
   */
  @GET
  @Path("{id}")
  @PermitAll
  @RateLimited(SigningOperation.PAGE)
  @Operation(hidden = true)
  public TemplateInstance watch(@PathParam("id") String id, @QueryParam("saved") boolean saved) {
    // The last step looks for the video again, because the upload may have ended between the first
    // two.
    return videos
        .findVisible(id)
        .map(video -> watch(video, saved))
        .or(() -> uploads.findManaged(id).map(Templates::unfinished))
        .orElseGet(
            () ->
                uploads.willBeVisible(id)
                    ? Templates.awaited()
                    : watch(videos.requireVisible(id), saved));
  }

  /**
   * Redirects to a URL that downloads the video. A link to this address works for as long as the
   * page is open, in a new tab and without JavaScript, because the URL is signed for each click.
   */
  @GET
  @Path("{id}/download")
  @PermitAll
  @RateLimited(SigningOperation.VIDEO)
  @Operation(hidden = true)
  public Response download(@PathParam("id") String id) {
    var url = signer.signDownload(videos.requireVisible(id)).url();
    return Response.seeOther(url).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  /** Changes the details. If the change is refused, the form shows the input and the reason. */
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
    var input = new DetailsRequest(title, description, visibility);
    try {
      editor.edit(id, input);
      return Response.seeOther(URI.create("/videos/" + id + "?saved=true")).build();
    } catch (ProblemException refusal) {
      if (!refusal.toProblem().code().equals(ErrorCode.INVALID_REQUEST.code())) {
        throw refusal;
      }
      var form = DetailsForm.refused(input, refusal.getMessage());
      return Response.status(refusal.toProblem().status())
          .entity(watchAsManager(videos.requireVisible(id), form))
          .build();
    }
  }

  private TemplateInstance watch(Video video, boolean saved) {
    var editable = !video.isDeleted() && !video.deletion().isInTrash();
    return caller.mayManage(video.owner())
        ? watchAsManager(video, editable ? DetailsForm.of(VideoView.of(video), saved) : null)
        : Templates.watch(
            new WatchPage(
                PublicVideoView.of(video),
                signIfPlayable(video),
                null,
                List.of(),
                null,
                signer.mayDownload(video),
                false,
                null));
  }

  private TemplateInstance watchAsManager(Video video, DetailsForm form) {
    var view = VideoView.of(video);
    var timeline = TimelineRow.of(timelines.ofVideo(view));
    var remaining =
        video.deletion().isInTrash() ? TrashRow.of(view, clock.instant()).remaining() : null;
    return Templates.watch(
        new WatchPage(
            view,
            signIfPlayable(video),
            view,
            timeline,
            form,
            signer.mayDownload(video),
            form != null && video.isCurrent(),
            remaining));
  }

  private String signIfPlayable(Video video) {
    return video.isPlayable() ? signer.sign(video).url().toString() : null;
  }
}

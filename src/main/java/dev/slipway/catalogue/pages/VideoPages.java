package dev.slipway.catalogue.pages;

import static jakarta.ws.rs.core.Response.Status.BAD_REQUEST;
import static jakarta.ws.rs.core.Response.Status.CONFLICT;
import static jakarta.ws.rs.core.Response.Status.OK;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.catalogue.PublicVideoView;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoDetails;
import dev.slipway.catalogue.VideoEditor;
import dev.slipway.catalogue.VideoFilter;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.access.SharedAccess;
import dev.slipway.catalogue.listing.FilterField;
import dev.slipway.catalogue.listing.VideoListing;
import dev.slipway.catalogue.listing.VideoListing.ListingPage;
import dev.slipway.catalogue.live.FollowsChanges;
import dev.slipway.catalogue.sync.UnfinishedUpload;
import dev.slipway.web.Formats;
import dev.slipway.web.QueryString;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.InvalidParameterException;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.UnauthorizedException;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The gallery, and the page that plays one video. */
@Path("/videos")
@Blocking
@Produces(MediaType.TEXT_HTML)
class VideoPages {
  /** Fills rows of two, three or four tiles. */
  private static final int GALLERY_PAGE_SIZE = 24;

  private static final String UNSEARCHABLE =
      "Enter a word with three or more letters or digits. A search can have up to eight words and"
          + " %d characters.".formatted(VideoListing.MAX_TEXT_LENGTH);

  private final Videos videos;
  private final UnfinishedUploads uploads;
  private final VideoEditor editor;
  private final VideoUrlSigner signer;
  private final WatchPageFactory pages;
  private final SharedAccess shared;
  private final VideoListing listing;
  private final CurrentAccount caller;

  VideoPages(
      Videos videos,
      UnfinishedUploads uploads,
      VideoEditor editor,
      VideoUrlSigner signer,
      WatchPageFactory pages,
      SharedAccess shared,
      VideoListing listing,
      CurrentAccount caller) {
    this.videos = videos;
    this.uploads = uploads;
    this.editor = editor;
    this.signer = signer;
    this.pages = pages;
    this.shared = shared;
    this.listing = listing;
    this.caller = caller;
  }

  @CheckedTemplate(basePath = "catalogue")
  static class Templates {
    static native TemplateInstance gallery(GalleryPage page);

    /**
     * @param restored whether the visitor has just taken the video out of the trash
     */
    static native TemplateInstance watch(WatchPage page, boolean restored);

    static native TemplateInstance unfinished(String id, UnfinishedUpload upload);

    /**
     * For people who may not manage the upload, so it gets no data of it.
     *
     * @param stored whether the upload is complete, and the video is being checked
     */
    static native TemplateInstance awaited(boolean stored);

    private Templates() {}
  }

  /**
   * @param previous the cursor of the page before; null on the first page
   * @param next the cursor of the next page; null on the last page
   * @param first whether this is the first page
   */
  record GalleryPage(
      List<PublicVideoView> videos,
      String previous,
      String next,
      boolean first,
      GallerySearch search) {}

  /**
   * A search in the gallery. What isn't searched for is empty.
   *
   * @param text the words, as they were entered
   * @param tag one that the videos have
   * @param owner the account that the videos belong to
   * @param to only videos that were stored before this time are searched
   * @param total how many videos match, in words; null without a search or after an error
   * @param partial whether the search ended before all videos were examined
   * @param searchedSince when the oldest video was stored of those that all pages search; null if
   *     they search all videos
   * @param error why nothing was found, or null
   */
  record GallerySearch(
      String text,
      String tag,
      String owner,
      String to,
      String total,
      boolean partial,
      Instant searchedSince,
      String error) {

    static GallerySearch of(String text, String tag, String owner, String to) {
      return new GallerySearch(
          stripped(text), stripped(tag), stripped(owner), stripped(to), null, false, null, null);
    }

    GallerySearch found(ListingPage page) {
      var since = page.searchedSince();
      var number = since == null ? page.total().text() : Formats.exactCount(page.total().atLeast());
      return new GallerySearch(text, tag, owner, to, number, page.isPartial(), since, null);
    }

    GallerySearch failed(String reason) {
      return new GallerySearch(text, tag, owner, to, null, false, null, reason);
    }

    public boolean narrowed() {
      return Stream.of(text, tag, owner, to).anyMatch(value -> !value.isEmpty());
    }

    /** The texts of the filters by their query parameters. */
    Map<String, String> parameters() {
      return Map.of(
          FilterField.TEXT.parameter(), text,
          FilterField.TAG.parameter(), tag,
          FilterField.OWNER.parameter(), owner,
          FilterField.TO.parameter(), to);
    }

    public int maxLength() {
      return VideoListing.MAX_TEXT_LENGTH;
    }

    public String query() {
      return query(to);
    }

    /** The query of the same search among older videos; null if there are none. */
    public String olderQuery() {
      if (searchedSince == null) {
        return null;
      }
      // Later by the precision of the database, so that no video of the same time is missed.
      var olderTo = searchedSince.plus(1, ChronoUnit.MICROS).toString();
      return olderTo.equals(to) ? null : query(olderTo);
    }

    private String query(String until) {
      return QueryString.of(
          "q", orNull(text), "tag", orNull(tag), "owner", orNull(owner), "to", orNull(until));
    }

    private static String stripped(String parameter) {
      return parameter == null ? "" : parameter.strip();
    }

    private static String orNull(String value) {
      return value.isEmpty() ? null : value;
    }
  }

  /**
   * Shows the videos that the visitor may list, newest first.
   *
   * @param text words that must all be in a video's title or its owner's name; in the file name too
   *     if the video is the visitor's own
   * @param tag one that the videos have, in upper or lower case
   * @param owner the name of the account that the videos belong to
   * @param to shows only videos that were stored before this time
   */
  @GET
  @PermitAll
  @FollowsChanges
  @Operation(hidden = true)
  public Response gallery(
      @QueryParam("after") String after,
      @QueryParam("before") String before,
      @QueryParam("q") String text,
      @QueryParam("tag") String tag,
      @QueryParam("owner") String owner,
      @QueryParam("to") String to) {
    var search = GallerySearch.of(text, tag, owner, to);
    try {
      return page(
          search.narrowed() ? search(search, after, before) : newest(search, after, before),
          OK.getStatusCode());
    } catch (InvalidParameterException refusal) {
      if (!refusal.parameter().equals(FilterField.TEXT.parameter())) {
        throw refusal;
      }
      return failedSearch(search, refusal, UNSEARCHABLE);
    } catch (ProblemException problem) {
      if (problem.code() != ErrorCode.SEARCH_TIMEOUT) {
        throw problem;
      }
      return failedSearch(search, problem, "The search took too long. Use longer or rarer words.");
    }
  }

  private GalleryPage newest(GallerySearch none, String after, String before) {
    var filter = VideoFilter.ALL.startingAfter(after).endingBefore(before);
    var page = videos.findPage(filter, GALLERY_PAGE_SIZE);
    return new GalleryPage(
        views(page.videos()), page.previous(), page.next(), page.isFirst(), none);
  }

  private GalleryPage search(GallerySearch search, String after, String before) {
    var page =
        listing.search(
            caller.toCaller(), search.parameters()::get, after, before, GALLERY_PAGE_SIZE);
    return new GalleryPage(
        views(page.videos()),
        page.previous() == null ? null : page.previous().encoded(),
        page.next() == null ? null : page.next().encoded(),
        after == null && before == null,
        search.found(page));
  }

  private List<PublicVideoView> views(List<Video> found) {
    return found.stream().map(video -> PublicVideoView.of(video, signer)).toList();
  }

  private static Response failedSearch(
      GallerySearch search, ProblemException problem, String message) {
    return page(
        new GalleryPage(List.of(), null, null, true, search.failed(message)),
        problem.toProblem().status());
  }

  private static Response page(GalleryPage page, int status) {
    return Response.status(status).entity(Templates.gallery(page)).build();
  }

  /**
   * Shows the video, or what has become of its upload.
   *
   * @param start where playback begins, such as {@code 90} or {@code 1m30s}; anything else is
   *     ignored
   * @param restored whether the visitor has just taken the video out of the trash
   * @param saved whether the visitor has just changed the details
   * @param captions {@code saved} or {@code deleted} if the visitor has just changed the captions
   */
  @GET
  @Path("{id}")
  @PermitAll
  @SigningRateLimited(SigningOperation.PAGE)
  @FollowsChanges
  @Operation(hidden = true)
  public TemplateInstance watch(
      @PathParam("id") String id,
      @QueryParam("t") String start,
      @QueryParam("restored") boolean restored,
      @QueryParam("saved") boolean saved,
      @QueryParam("captions") String captions) {
    // The last step looks for the video again, because the upload or the check may have ended
    // between the steps before.
    return videos
        .findVisible(id)
        .map(video -> watch(video, start, restored, saved, captions))
        .or(() -> uploads.findManaged(id).map(upload -> Templates.unfinished(id, upload)))
        .or(() -> awaited(id))
        .orElseGet(() -> watch(requireVisible(id), start, restored, saved, captions));
  }

  /**
   * Redirects to a URL that downloads the video. A link to this address works for as long as the
   * page is open, in a new tab and without JavaScript, because the URL is signed for each click.
   */
  @GET
  @Path("{id}/download")
  @PermitAll
  @SigningRateLimited(SigningOperation.VIDEO)
  @Operation(hidden = true)
  public Response download(@PathParam("id") String id) {
    var url = signer.signDownload(requireVisible(id)).url();
    return Response.seeOther(url).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  /**
   * Changes the details that differ from those that the form has shown. If the change is refused,
   * the form shows the input and the reason.
   */
  @POST
  @Path("{id}/details")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public Response edit(
      @PathParam("id") String id,
      @FormParam("title") @DefaultValue("") String title,
      @FormParam("description") @DefaultValue("") String description,
      @FormParam("visibility") @DefaultValue("") String visibility,
      @FormParam("tags") String tags,
      @FormParam("seenTitle") String seenTitle,
      @FormParam("seenDescription") String seenDescription,
      @FormParam("seenVisibility") String seenVisibility,
      @FormParam("seenTags") String seenTags) {
    var input = new DetailsForm.Fields(title, description, visibility, tags);
    var seen = new DetailsForm.Fields(seenTitle, seenDescription, seenVisibility, seenTags);
    try {
      return editor
          .edit(id, seen.toRequest(), input.toRequest())
          .map(conflict -> refused(CONFLICT, id, present -> DetailsForm.conflicting(conflict)))
          .orElseGet(() -> Redirect.to("/videos/" + id, "saved", true));
    } catch (ProblemException refusal) {
      if (refusal.code() != ErrorCode.INVALID_REQUEST) {
        throw refusal;
      }
      return refused(
          BAD_REQUEST,
          id,
          present -> DetailsForm.refused(input, seen, present, refusal.getMessage()));
    }
  }

  private Response refused(
      Response.Status status, String id, Function<VideoDetails, DetailsForm> createForm) {
    var video = videos.requireVisible(id);
    var page = pages.createForManager(video, createForm.apply(video.details()));
    return Response.status(status).entity(Templates.watch(page, false)).build();
  }

  /** Explains to visitors whose link has ended why they are asked to log in. */
  private Video requireVisible(String id) {
    try {
      return videos.requireVisible(id);
    } catch (UnauthorizedException refusal) {
      if (!shared.hasEndedGrant(id)) {
        throw refusal;
      }
      throw new ProblemException(
          ErrorCode.FORBIDDEN,
          "Your access through this link has ended. Open the link again, ask for a new"
              + " one, or log in if the video is yours.");
    }
  }

  private Optional<TemplateInstance> awaited(String id) {
    if (uploads.willBeVisible(id)) {
      return Optional.of(Templates.awaited(false));
    }
    return videos.willBeVisible(id) ? Optional.of(Templates.awaited(true)) : Optional.empty();
  }

  private TemplateInstance watch(
      Video video, String start, boolean restored, boolean saved, String captions) {
    return Templates.watch(pages.create(video, start, saved, captions), restored);
  }
}

package dev.slipway.catalogue.pages;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.account.quota.QuotaView;
import dev.slipway.account.quota.Quotas;
import dev.slipway.catalogue.TrashConfig;
import dev.slipway.catalogue.VideoFilter;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.Videos.TrashSummary;
import dev.slipway.catalogue.deletion.PermanentDeletion;
import dev.slipway.catalogue.live.FollowsChanges;
import dev.slipway.catalogue.pages.BulkNotices.BulkNotice;
import dev.slipway.catalogue.pages.DeletionNotices.DeletionNotice;
import dev.slipway.catalogue.sync.PendingUploads;
import dev.slipway.web.Formats;
import dev.slipway.web.QueryString;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages that list the visitor's own videos and the trash. */
@Path("/videos")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
@Produces(MediaType.TEXT_HTML)
class OwnVideoPages {
  private static final int PAGE_SIZE = 50;

  /** Counting further would cost more than the page. */
  private static final int MAX_COUNT = 1_000;

  /** Reasons why a page has no total. */
  private static final Set<ErrorCode> UNCOUNTED =
      Set.of(ErrorCode.SEARCH_TIMEOUT, ErrorCode.OVERLOADED);

  private final Videos videos;
  private final VideoUrlSigner signer;
  private final Quotas quotas;
  private final PermanentDeletion deletion;
  private final PendingUploads uploads;
  private final DeletionNotices notices;
  private final BulkNotices bulkNotices;
  private final TrashConfig config;
  private final CurrentAccount caller;
  private final Clock clock;

  OwnVideoPages(
      Videos videos,
      VideoUrlSigner signer,
      Quotas quotas,
      PermanentDeletion deletion,
      PendingUploads uploads,
      DeletionNotices notices,
      BulkNotices bulkNotices,
      TrashConfig config,
      CurrentAccount caller,
      Clock clock) {
    this.videos = videos;
    this.signer = signer;
    this.quotas = quotas;
    this.deletion = deletion;
    this.uploads = uploads;
    this.notices = notices;
    this.bulkNotices = bulkNotices;
    this.config = config;
    this.caller = caller;
    this.clock = clock;
  }

  @CheckedTemplate(basePath = "catalogue")
  static class Templates {
    static native TemplateInstance mine(OwnVideosPage page);

    static native TemplateInstance trash(TrashPage page);

    private Templates() {}
  }

  /**
   * @param previous the cursor of the page before; null on the first page
   * @param next the cursor of the next page; null on the last page
   * @param count of the videos on all pages; at most {@link #MAX_COUNT} + 1; null if it would take
   *     too long
   * @param notice what the visitor has just done to one video, or null
   * @param bulkNotice what the visitor has just done to several, or null
   */
  record OwnVideosPage(
      List<VideoView> videos,
      String previous,
      String next,
      boolean first,
      OwnVideoSearch search,
      Integer count,
      StorageUse storage,
      DeletionNotice notice,
      BulkNotice bulkNotice) {
    /** Whether there is nothing to search. */
    public boolean isEmpty() {
      return videos.isEmpty() && first && !search.narrowed();
    }

    /** How many videos there are, for people. */
    public String countText() {
      if (count == null) {
        return "Matching videos, too many to count";
      }
      var what = search.narrowed() ? "matching video" : "video";
      if (count > MAX_COUNT) {
        return "More than %s %ss".formatted(Formats.exactCount(MAX_COUNT), what);
      }
      return "%s %s".formatted(Formats.exactCount(count), count == 1 ? what : what + "s");
    }
  }

  /** The parameters of the page, which its form and its links send. */
  static class OwnVideoParameters {
    @QueryParam("q")
    String text;

    @QueryParam("status")
    String status;

    @QueryParam("visibility")
    String visibility;

    @QueryParam("format")
    String format;

    @QueryParam("sort")
    String sort;

    @QueryParam("after")
    String after;

    @QueryParam("before")
    String before;

    private OwnVideoSearch toSearch(String owner) {
      var unordered =
          VideoFilter.ALL
              .ownedBy(owner)
              .withStatus(status)
              .matching(text)
              .withVisibility(visibility)
              .withFormat(format);
      // The form sends an order also with a status that has one order only.
      var ordered = unordered.hasOneOrder() ? unordered : unordered.sortedBy(sort);
      var filter = ordered.startingAfter(after).endingBefore(before);
      return new OwnVideoSearch(
          filter, filter.isFirstPage() ? "" : QueryString.of("after", after, "before", before));
    }
  }

  /**
   * @param query of this page of the trash, to which its forms return; empty on the first page
   * @param own what is in the visitor's own trash
   * @param overdue how many deleted videos have waited for the store for minutes; 0 unless the
   *     visitor is an administrator
   * @param keep how long videos stay in the trash, in words
   */
  record TrashPage(
      List<TrashRow> videos,
      String previous,
      String next,
      boolean first,
      String query,
      QuotaView quota,
      TrashSummary own,
      long overdue,
      String keep,
      DeletionNotice notice,
      BulkNotice bulkNotice) {}

  /**
   * Lists the visitor's own videos.
   *
   * @param trashed ids of videos that were just moved to the trash, or null
   * @param restored ids of videos that were just restored, or null
   * @param edited ids of videos whose visibility was just changed, or null
   * @param failed ids of videos that could not be changed because of their state, or null
   * @param skipped ids of videos that could not be changed because the database was unavailable, or
   *     null
   * @param selected {@code none} if videos were to be changed, but none was selected
   */
  @GET
  @Path("mine")
  @FollowsChanges
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public TemplateInstance mine(
      @BeanParam OwnVideoParameters parameters,
      @QueryParam("trashed") String trashed,
      @QueryParam("restored") String restored,
      @QueryParam("edited") String edited,
      @QueryParam("failed") String failed,
      @QueryParam("skipped") String skipped,
      @QueryParam("selected") String selected) {
    var owner = caller.getName();
    var search = parameters.toSearch(owner);
    var page = videos.findPage(search.filter(), PAGE_SIZE);
    var isComplete = page.isFirst() && page.next() == null;
    // With its title, if it is all that was done.
    var single = failed == null && skipped == null ? notices.trashed(trashed) : null;
    return Templates.mine(
        new OwnVideosPage(
            page.videos().stream().map(video -> VideoView.of(video, signer)).toList(),
            page.previous(),
            page.next(),
            page.isFirst(),
            search,
            isComplete ? page.videos().size() : count(search.filter()),
            new StorageUse(
                quotas.viewOf(owner), videos.summarizeOwnTrash(), uploads.summarizeOpen(owner)),
            single,
            bulkNotices.of(
                single == null ? trashed : null,
                restored,
                null,
                edited,
                failed,
                skipped,
                "none".equals(selected))));
  }

  /** Returns null if the page is found in time, but not how many there are in all. */
  private Integer count(VideoFilter filter) {
    try {
      return videos.countOwn(filter, MAX_COUNT);
    } catch (ProblemException refusal) {
      if (UNCOUNTED.contains(refusal.code())) {
        return null;
      }
      throw refusal;
    }
  }

  /** Lists the visitor's own trash, and everybody's to administrators. */
  @GET
  @Path("trash")
  @FollowsChanges
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public TemplateInstance trash(
      @QueryParam("after") String after,
      @QueryParam("before") String before,
      @QueryParam("restored") String restored,
      @QueryParam("deleted") String deleted,
      @QueryParam("emptied") String emptied,
      @QueryParam("failed") String failed,
      @QueryParam("skipped") String skipped,
      @QueryParam("selected") String selected) {
    var now = clock.instant();
    // With its title, if it is all that was done.
    var single = notices.inTrash(restored, deleted, emptied);
    var filter = VideoFilter.TRASH.startingAfter(after).endingBefore(before);
    var page = videos.findPage(filter, PAGE_SIZE);
    return Templates.trash(
        new TrashPage(
            page.videos().stream()
                .map(video -> TrashRow.of(VideoView.of(video, signer), now))
                .toList(),
            page.previous(),
            page.next(),
            page.isFirst(),
            QueryString.of("after", after, "before", before),
            quotas.viewOf(caller.getName()),
            videos.summarizeOwnTrash(),
            caller.isAdmin() ? deletion.countOverdue() : 0,
            Formats.durationInWords(config.keep()),
            single,
            bulkNotices.of(
                null,
                single == null ? restored : null,
                single == null ? deleted : null,
                null,
                failed,
                skipped,
                "none".equals(selected))));
  }
}

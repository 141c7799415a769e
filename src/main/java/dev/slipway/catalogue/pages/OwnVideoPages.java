package dev.slipway.catalogue.pages;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.account.quota.QuotaView;
import dev.slipway.account.quota.Quotas;
import dev.slipway.catalogue.VideoFilter;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.Videos.TrashSummary;
import dev.slipway.catalogue.deletion.PermanentDeletion;
import dev.slipway.catalogue.live.FollowsChanges;
import dev.slipway.catalogue.pages.DeletionNotices.DeletionNotice;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages that list the visitor's own videos and the trash. */
@Path("/videos")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
@Produces(MediaType.TEXT_HTML)
class OwnVideoPages {
  private static final int PAGE_SIZE = 50;

  private final Videos videos;
  private final VideoUrlSigner signer;
  private final Quotas quotas;
  private final PermanentDeletion deletion;
  private final DeletionNotices notices;
  private final CurrentAccount caller;
  private final Clock clock;

  OwnVideoPages(
      Videos videos,
      VideoUrlSigner signer,
      Quotas quotas,
      PermanentDeletion deletion,
      DeletionNotices notices,
      CurrentAccount caller,
      Clock clock) {
    this.videos = videos;
    this.signer = signer;
    this.quotas = quotas;
    this.deletion = deletion;
    this.notices = notices;
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
   * @param next the cursor of the next page; null on the last page
   * @param first whether this is the first page
   * @param trash what is in the visitor's own trash
   * @param notice what the visitor has just done, or null
   */
  record OwnVideosPage(
      List<VideoView> videos,
      String next,
      boolean first,
      QuotaView quota,
      TrashSummary trash,
      DeletionNotice notice) {}

  /**
   * @param own what is in the visitor's own trash
   * @param overdue how many deleted videos have waited for the store for minutes; 0 unless the
   *     visitor is an administrator
   */
  record TrashPage(
      List<TrashRow> videos,
      String next,
      boolean first,
      QuotaView quota,
      TrashSummary own,
      long overdue,
      DeletionNotice notice) {}

  @GET
  @Path("mine")
  @FollowsChanges
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public TemplateInstance mine(
      @QueryParam("after") String after, @QueryParam("trashed") String trashed) {
    var filter = VideoFilter.ALL.ownedBy(caller.getName()).startingAfter(after);
    var page = videos.listVisible(filter, PAGE_SIZE).map(video -> VideoView.of(video, signer));
    return Templates.mine(
        new OwnVideosPage(
            page.items(),
            page.next(),
            after == null,
            quotas.viewOf(caller.getName()),
            videos.summarizeOwnTrash(),
            notices.trashed(trashed)));
  }

  /** Lists the visitor's own trash, and everybody's to administrators. */
  @GET
  @Path("trash")
  @FollowsChanges
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public TemplateInstance trash(
      @QueryParam("after") String after,
      @QueryParam("restored") String restored,
      @QueryParam("deleted") String deleted,
      @QueryParam("emptied") String emptied) {
    var now = clock.instant();
    var page =
        videos
            .listVisible(VideoFilter.TRASH.startingAfter(after), PAGE_SIZE)
            .map(video -> TrashRow.of(VideoView.of(video, signer), now));
    return Templates.trash(
        new TrashPage(
            page.items(),
            page.next(),
            after == null,
            quotas.viewOf(caller.getName()),
            videos.summarizeOwnTrash(),
            caller.isAdmin() ? deletion.countOverdue() : 0,
            notices.inTrash(restored, deleted, emptied)));
  }
}

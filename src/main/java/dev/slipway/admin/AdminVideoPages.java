package dev.slipway.admin;

import dev.slipway.account.Role;
import dev.slipway.catalogue.VideoFilter;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.live.FollowsChanges;
import dev.slipway.web.QueryString;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The page that lists the videos of all owners. Its template is {@code
 * templates/admin/videos.html}; the columns show fields of {@link VideoView}.
 */
@Path("/admin")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class AdminVideoPages {
  private static final int PAGE_SIZE = 50;

  private final Videos videos;
  private final VideoUrlSigner signer;

  AdminVideoPages(Videos videos, VideoUrlSigner signer) {
    this.videos = videos;
    this.signer = signer;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance videos(VideoListPage page);

    private Templates() {}
  }

  /**
   * @param next the cursor of the next page, or null
   * @param first whether this is the first page
   * @param status the status filter, or null
   * @param owner the owner filter, or null
   * @param trashed the video that was just moved to the trash, or null
   */
  record VideoListPage(
      List<VideoView> videos,
      String next,
      boolean first,
      String status,
      String owner,
      VideoView trashed) {

    /** Returns all filters as a query string, for the links to other pages. */
    public String query() {
      return QueryString.of("status", status, "owner", owner);
    }

    /** Returns the owner filter as a query string, for the links to other statuses. */
    public String ownerQuery() {
      return QueryString.of("owner", owner);
    }
  }

  @GET
  @Path("videos")
  @FollowsChanges
  @Operation(hidden = true)
  public TemplateInstance videos(
      @QueryParam("status") String status,
      @QueryParam("owner") String owner,
      @QueryParam("after") String after,
      @QueryParam("trashed") String trashed) {
    var filter = VideoFilter.ALL.ownedBy(owner).withStatus(status).startingAfter(after);
    var found = videos.listVisible(filter, PAGE_SIZE).map(video -> VideoView.of(video, signer));
    var statusName = filter.status() == null ? null : filter.status().name();
    return Templates.videos(
        new VideoListPage(
            found.items(),
            found.next(),
            after == null,
            statusName,
            filter.owner(),
            videos.findInTrash(trashed).map(VideoView::of).orElse(null)));
  }
}

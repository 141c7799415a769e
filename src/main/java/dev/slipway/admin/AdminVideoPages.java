package dev.slipway.admin;

import dev.slipway.account.Role;
import dev.slipway.catalogue.VideoFilter;
import dev.slipway.catalogue.Videos;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** All videos, whoever put them there. */
@Path("/admin")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class AdminVideoPages {
  private static final int PAGE_SIZE = 50;

  private final Videos videos;

  AdminVideoPages(Videos videos) {
    this.videos = videos;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance videos(AdminVideosPage page);

    private Templates() {}
  }

  @GET
  @Path("videos")
  @Operation(hidden = true)
  public TemplateInstance videos(
      @QueryParam("status") String status,
      @QueryParam("owner") String owner,
      @QueryParam("after") String after) {
    var filter = VideoFilter.ALL.ownedBy(owner).withStatus(status).startingAfter(after);
    var found = videos.listVisible(filter, PAGE_SIZE);
    var shown = filter.status() == null ? null : filter.status().name();
    return Templates.videos(
        new AdminVideosPage(found.items(), found.next(), after == null, shown, filter.owner()));
  }
}

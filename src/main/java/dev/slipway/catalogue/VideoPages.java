package dev.slipway.catalogue;

import dev.slipway.account.Audit;
import dev.slipway.account.CurrentAccount;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Gallery and player. */
@Path("/videos")
@Blocking
@PermitAll
@Produces(MediaType.TEXT_HTML)
class VideoPages {
  /** Fills rows of two, three and four. */
  private static final int GALLERY = 24;

  private final Videos videos;
  private final VideoUrls urls;
  private final Audit audit;
  private final CurrentAccount current;

  VideoPages(Videos videos, VideoUrls urls, Audit audit, CurrentAccount current) {
    this.videos = videos;
    this.urls = urls;
    this.audit = audit;
    this.current = current;
  }

  @CheckedTemplate(basePath = "catalogue")
  static class Templates {
    static native TemplateInstance gallery(GalleryPage page);

    static native TemplateInstance watch(WatchPage page);

    private Templates() {}
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance gallery(@QueryParam("after") String after) {
    var found = videos.listed(VideoFilter.ALL.behind(after), GALLERY);
    return Templates.gallery(new GalleryPage(found.items(), found.next(), after == null));
  }

  @GET
  @Path("{id}")
  @Operation(hidden = true)
  public TemplateInstance watch(@PathParam("id") String id) {
    var video = videos.visible(id);
    var manages = current.manages(video.owner());
    List<TimelineEntry> timeline =
        manages ? audit.of(video.id()).stream().map(TimelineEntry::of).toList() : List.of();
    var url = video.playable() ? urls.sign(video).url().toString() : null;
    return Templates.watch(new WatchPage(video, url, url, manages, timeline));
  }
}

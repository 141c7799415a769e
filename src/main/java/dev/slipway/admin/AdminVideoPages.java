package dev.slipway.admin;

import dev.slipway.account.Role;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.catalogue.listing.ListingParameters;
import dev.slipway.catalogue.listing.VideoListing;
import dev.slipway.catalogue.live.FollowsChanges;
import dev.slipway.web.QueryString;
import dev.slipway.web.Redirect;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
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
  private final VideoListing listing;
  private final Videos videos;
  private final VideoUrlSigner signer;
  private final SavedViews views;
  private final VideoInspector inspector;

  AdminVideoPages(
      VideoListing listing,
      Videos videos,
      VideoUrlSigner signer,
      SavedViews views,
      VideoInspector inspector) {
    this.listing = listing;
    this.videos = videos;
    this.signer = signer;
    this.views = views;
    this.inspector = inspector;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance videos(VideoTable table);

    static native TemplateInstance video(
        VideoInspection inspection, String query, boolean requested, boolean dismissed);

    private Templates() {}
  }

  /**
   * @param columns the names of the columns in their order; empty for the default ones
   * @param trashed the video that was just moved to the trash, or null
   */
  @GET
  @Path("videos")
  @FollowsChanges
  @Operation(hidden = true)
  public TemplateInstance videos(
      @BeanParam ListingParameters parameters,
      @QueryParam("columns") List<String> columns,
      @QueryParam("trashed") String trashed) {
    var filter = parameters.filter(Access.ALL);
    var order = parameters.order(filter);
    var position = parameters.position(order, ListingAddress.DEFAULT_SIZE);
    var page = listing.read(filter, order, position);
    return Templates.videos(
        new VideoTable(
            ListingAddress.of(filter, order, columns, position.size()),
            position,
            page,
            page.videos().stream().map(video -> VideoView.of(video, signer)).toList(),
            views.findAll(),
            videos.findInTrash(trashed).map(VideoView::of).orElse(null)));
  }

  /**
   * Everything about one video. A script shows it beside the listing.
   *
   * @param query the query string of the listing to which the page leads back
   * @param requested whether a job was just queued again
   * @param dismissed whether a failed job was just dismissed
   */
  @GET
  @Path("videos/{id}")
  @FollowsChanges
  @Operation(hidden = true)
  public TemplateInstance video(
      @PathParam("id") String id,
      @QueryParam("query") @DefaultValue("") String query,
      @QueryParam("requested") boolean requested,
      @QueryParam("dismissed") boolean dismissed) {
    return Templates.video(
        inspector.inspect(id), QueryString.isValid(query) ? query : "", requested, dismissed);
  }

  /** Saves a view, and returns to it. */
  @POST
  @Path("videos/views")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response saveView(
      @FormParam("name") String name,
      @FormParam("query") @DefaultValue("") String query,
      @FormParam("replace") boolean replace) {
    return listing(views.save(name, query, replace).query());
  }

  /** Deletes a view, and returns to the listing. */
  @POST
  @Path("videos/views/deletion")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response deleteView(
      @FormParam("name") String name, @FormParam("query") @DefaultValue("") String query) {
    views.delete(name);
    return listing(ListingAddress.parse(query).query());
  }

  private static Response listing(String query) {
    return Redirect.toAddress("/admin/videos", query);
  }
}

package dev.slipway.admin.listing;

import dev.slipway.account.Role;
import dev.slipway.admin.listing.VideoTable.Notices;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.listing.ListingParameters;
import dev.slipway.catalogue.listing.VideoListing;
import dev.slipway.catalogue.listing.VideoListing.Position;
import dev.slipway.catalogue.live.FollowsChanges;
import dev.slipway.catalogue.pages.DeletionNotices;
import dev.slipway.web.QueryString;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The page that lists the videos of all owners. Its template is {@code
 * templates/admin/videos.html}; the columns show fields of {@link VideoView}. What it refuses is
 * explained on the page itself.
 */
@Path(ListingPages.PATH)
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class ListingPages {
  static final String PATH = "/admin/videos";

  /** What other filters solve. */
  private static final Set<ErrorCode> SOLVABLE =
      Set.of(ErrorCode.INVALID_REQUEST, ErrorCode.SEARCH_TIMEOUT);

  private final VideoListing listing;
  private final DeletionNotices notices;
  private final VideoUrlSigner signer;
  private final SavedViews views;

  ListingPages(
      VideoListing listing, DeletionNotices notices, VideoUrlSigner signer, SavedViews views) {
    this.listing = listing;
    this.notices = notices;
    this.signer = signer;
    this.views = views;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance videos(VideoTable table);

    private Templates() {}
  }

  /**
   * @param trashed the video that was just moved to the trash, or null
   * @param restored the video that was just restored, or null
   * @param deleted the video that was just deleted permanently, or null
   * @param view what was just done with a view: {@code saved}, {@code deleted} or null
   */
  @GET
  @FollowsChanges
  @Operation(hidden = true)
  public Response videos(
      @BeanParam ListingParameters parameters,
      @QueryParam("trashed") String trashed,
      @QueryParam("restored") String restored,
      @QueryParam("deleted") String deleted,
      @QueryParam("view") String view,
      @Context UriInfo uri) {
    var query = uri.getQueryParameters();
    try {
      var address = ListingAddress.of(query);
      var position = parameters.position(address.order(), ListingAddress.DEFAULT_SIZE);
      if (ListingAddress.isLongForm(query)) {
        return Redirect.toAddress(PATH, address.shortForm(query));
      }
      var deletion = notices.inListing(trashed, restored, deleted);
      return respond(read(address, position, new Notices(deletion, view, ListingErrors.NONE)));
    } catch (ProblemException refusal) {
      if (!SOLVABLE.contains(refusal.code())) {
        throw refusal;
      }
      var refused = ListingErrors.find(refusal, query);
      return respond(VideoTable.empty(refused.address(), views.findAll(), refused.errors()));
    }
  }

  /** A refused view is shown at this address; loading it again shows the listing. */
  @GET
  @Path("views")
  @Operation(hidden = true)
  public Response showListing() {
    return Redirect.to(PATH);
  }

  /** Saves a view, and returns to it. */
  @POST
  @Path("views")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response saveView(
      @FormParam("name") @DefaultValue("") String name,
      @FormParam("query") @DefaultValue("") String query,
      @FormParam("replace") boolean replace) {
    var address = ListingAddress.parse(query);
    try {
      return listing(views.save(name, query, replace).query(), "saved");
    } catch (ProblemException refusal) {
      return refusedView(address, name, refusal);
    }
  }

  /** Deletes a view, and returns to the listing. */
  @POST
  @Path("views/deletion")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response deleteView(
      @FormParam("name") @DefaultValue("") String name,
      @FormParam("query") @DefaultValue("") String query) {
    var address = ListingAddress.parse(query);
    try {
      views.delete(name);
      return listing(address.query(), "deleted");
    } catch (ProblemException refusal) {
      return refusedView(address, name, refusal);
    }
  }

  private Response refusedView(ListingAddress address, String name, ProblemException refusal) {
    var position = new Position(null, false, address.size());
    return respond(
        read(address, position, new Notices(null, null, ListingErrors.ofView(name, refusal))));
  }

  private VideoTable read(ListingAddress address, Position position, Notices notices) {
    var page = listing.read(address.filter(), address.order(), position);
    var rows = page.videos().stream().map(video -> VideoView.of(video, signer)).toList();
    return new VideoTable(address, position, page, rows, views.findAll(), notices);
  }

  private static Response respond(VideoTable table) {
    return Response.status(table.errors().status()).entity(Templates.videos(table)).build();
  }

  private static Response listing(String query, String notice) {
    return Redirect.toAddress(PATH, QueryString.join(query, QueryString.of("view", notice)));
  }
}

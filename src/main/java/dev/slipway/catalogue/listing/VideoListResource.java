package dev.slipway.catalogue.listing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.account.CurrentAccount;
import dev.slipway.catalogue.PublicVideoView;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoFacts;
import dev.slipway.catalogue.VideoFilter;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.catalogue.listing.ListingFilter.Access;
import dev.slipway.catalogue.listing.VideoListing.ListingPage;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryFlag;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The JSON API that lists videos. */
@Path("/api/videos")
@Blocking
class VideoListResource {
  private static final int DEFAULT_PAGE_SIZE = 25;

  private final VideoListing listing;
  private final Videos videos;
  private final VideoUrlSigner signer;
  private final CurrentAccount caller;

  VideoListResource(
      VideoListing listing, Videos videos, VideoUrlSigner signer, CurrentAccount caller) {
    this.listing = listing;
    this.videos = videos;
    this.signer = signer;
    this.caller = caller;
  }

  /**
   * Lists the videos that the caller may list, newest first. Without a login: public videos. What
   * is in the trash is listed with {@code trash=true} only, tombstones with {@code status=DELETED}.
   * Administrators and the lists of own videos ({@code mine=true}) can be searched by words and
   * sorted.
   */
  @GET
  @PermitAll
  public VideoPage list(@BeanParam ListingParameters parameters) {
    var isMine = parameters.mine != null && QueryFlag.parse("mine", parameters.mine);
    if (isMine) {
      requireOwnList(parameters.owner);
    }
    if (caller.isAdmin() && !isMine || parameters.isDetailed()) {
      return listFiltered(parameters, isMine);
    }
    return listSimple(parameters, isMine);
  }

  private VideoPage listFiltered(ListingParameters parameters, boolean isMine) {
    var filter = parameters.filter(access(isMine));
    var order = parameters.order(filter);
    var page = listing.read(filter, order, parameters.position(order, DEFAULT_PAGE_SIZE));
    return VideoPage.of(page, filter.access(), this::toView);
  }

  private Access access(boolean isMine) {
    if (isMine) {
      return Access.own(caller.getName());
    }
    return switch (AccessPolicy.listScope(caller.toCaller())) {
      case ALL -> Access.ALL;
      case PUBLIC_AND_OWN -> Access.ownAndPublic(caller.getName());
      case PUBLIC -> Access.PUBLIC;
    };
  }

  private VideoPage listSimple(ListingParameters parameters, boolean isMine) {
    var isTrash = parameters.trash != null && QueryFlag.parse("trash", parameters.trash);
    var all = isTrash ? VideoFilter.TRASH : VideoFilter.ALL;
    var filter =
        all.ownedBy(isMine ? caller.getName() : parameters.owner)
            .withStatus(parameters.status)
            .matching(parameters.text)
            .withVisibility(parameters.visibility)
            .withFormat(parameters.format)
            .sortedBy(parameters.sort)
            .startingAfter(parameters.after);
    var page =
        videos
            .listVisible(filter, parameters.size(DEFAULT_PAGE_SIZE, Videos.MAX_PAGE_SIZE))
            .map(this::toView);
    return new VideoPage(page.items(), page.next(), null, null, null, null);
  }

  private VideoFacts toView(Video video) {
    return AccessPolicy.isManager(caller.toCaller(), video.owner())
        ? VideoView.of(video, signer)
        : PublicVideoView.of(video, signer);
  }

  private void requireOwnList(String owner) {
    if (!caller.isLoggedIn()) {
      throw new UnauthorizedException();
    }
    if (owner != null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Use either 'mine' or 'owner', not both.");
    }
  }

  /**
   * The JSON of one page of videos, in the order of the request.
   *
   * @param items each as the caller may see it
   * @param next the cursor of the next page, for the parameter {@code after}; null on the last page
   * @param previous the cursor of the page before, for the parameter {@code before}; null on the
   *     first page, and absent in lists without filters
   * @param estimatedTotal about how many videos all pages have; absent if it would be an estimate
   *     that includes videos of others
   * @param totalIsExact whether that is the exact number
   * @param partial whether more videos may follow although the page is not full, because the search
   *     examines a limited number of videos for each page
   */
  record VideoPage(
      @Schema(type = SchemaType.ARRAY, implementation = VideoView.class)
          List<? extends VideoFacts> items,
      String next,
      @JsonInclude(JsonInclude.Include.NON_NULL) String previous,
      @JsonInclude(JsonInclude.Include.NON_NULL) Long estimatedTotal,
      @JsonInclude(JsonInclude.Include.NON_NULL) Boolean totalIsExact,
      @JsonInclude(JsonInclude.Include.NON_NULL) Boolean partial) {
    /** An estimate counts videos that a restricted caller may not know of. */
    static VideoPage of(ListingPage page, Access access, Function<Video, VideoFacts> conversion) {
      var hasTotal = page.total().isExact() || !access.isRestricted();
      return new VideoPage(
          page.videos().stream().map(conversion).toList(),
          encoded(page.next()),
          encoded(page.previous()),
          hasTotal ? page.total().videos() : null,
          hasTotal ? page.total().isExact() : null,
          page.isPartial());
    }

    private static String encoded(ListingCursor cursor) {
      return cursor == null ? null : cursor.encoded();
    }
  }
}

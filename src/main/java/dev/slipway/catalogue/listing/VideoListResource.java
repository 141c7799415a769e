package dev.slipway.catalogue.listing;

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
   * is in the trash is listed with {@code trash=true} only, tombstones with {@code status=DELETED};
   * creators get their own.
   */
  @GET
  @PermitAll
  public VideoPage list(@BeanParam ListingParameters parameters) {
    var isMine = parameters.isMine();
    if (isMine && !caller.isLoggedIn()) {
      throw new UnauthorizedException();
    }
    var isCreator = caller.isCreator() && !caller.isAdmin();
    var isOwn = isMine || isCreator && parameters.listsTrashOrDeleted();
    return isOwn || caller.isAdmin() || parameters.isDetailed()
        ? listFiltered(parameters, isOwn)
        : listNewest(parameters);
  }

  private VideoPage listFiltered(ListingParameters parameters, boolean isOwn) {
    var filter = parameters.filter(access(isOwn));
    var order = parameters.order(filter);
    var page = listing.read(filter, order, parameters.position(order, DEFAULT_PAGE_SIZE));
    return VideoPage.of(page, filter.access(), this::toView);
  }

  private Access access(boolean isOwn) {
    return isOwn ? Access.own(caller.getName()) : Access.visibleTo(caller.toCaller());
  }

  /** One index returns public videos in this order, another one the caller's own. */
  private VideoPage listNewest(ListingParameters parameters) {
    var filter = parameters.filter(access(false));
    var position = parameters.position(ListingOrder.NEWEST, DEFAULT_PAGE_SIZE);
    var cursor = position.cursor();
    var owner = filter.texts().get(FilterField.OWNER);
    if (owner != null && owner.endsWith("*") || cursor != null && cursor.inclusive()) {
      return listFiltered(parameters, false);
    }
    var page =
        videos.listVisible(
            VideoFilter.ALL
                .ownedBy(owner)
                .withStatus(parameters.status)
                .startingAfter(parameters.after),
            position.size());
    var items = page.items().stream().map(this::toView).toList();
    return VideoPage.of(
        items,
        page.next(),
        cursor == null ? null : previousOf(items, cursor).encoded(),
        totalOf(filter),
        filter.access(),
        false);
  }

  private static ListingCursor previousOf(List<VideoFacts> items, ListingCursor cursor) {
    return items.isEmpty() ? cursor.movedBeforeRow() : ListingCursor.of(items.get(0));
  }

  /** Returns no total if counting takes too long. */
  private ListingTotal totalOf(ListingFilter filter) {
    try {
      return listing.count(filter);
    } catch (ProblemException problem) {
      if (problem.code() != ErrorCode.SEARCH_TIMEOUT) {
        throw problem;
      }
      return ListingTotal.moreThan(0);
    }
  }

  private VideoFacts toView(Video video) {
    return AccessPolicy.isManager(caller.toCaller(), video.owner())
        ? VideoView.of(video, signer)
        : PublicVideoView.of(video, signer);
  }

  /**
   * The JSON of one page of videos, in the order of the request.
   *
   * @param items each as the caller may see it
   * @param next the cursor of the next page, for the parameter {@code after}; null on the last page
   * @param previous the cursor of the page before, for the parameter {@code before}; null on the
   *     first page
   * @param estimatedTotal about how many videos all pages have; null if it would be an estimate
   *     that includes videos of others
   * @param totalIsExact whether that is the exact number
   * @param partial whether not all videos were examined, because a search examines a limited number
   *     of them. Others follow with {@code next}, or are older than what was searched
   */
  record VideoPage(
      @Schema(type = SchemaType.ARRAY, implementation = VideoView.class)
          List<? extends VideoFacts> items,
      String next,
      String previous,
      Long estimatedTotal,
      boolean totalIsExact,
      boolean partial) {
    static VideoPage of(ListingPage page, Access access, Function<Video, VideoFacts> conversion) {
      return of(
          page.videos().stream().map(conversion).toList(),
          encoded(page.next()),
          encoded(page.previous()),
          page.total(),
          access,
          page.isPartial());
    }

    /** An estimate counts videos that a restricted caller may not know of. */
    static VideoPage of(
        List<VideoFacts> items,
        String next,
        String previous,
        ListingTotal total,
        Access access,
        boolean partial) {
      var hasTotal = total.isExact() || !access.isRestricted();
      return new VideoPage(
          items, next, previous, hasTotal ? total.videos() : null, total.isExact(), partial);
    }

    private static String encoded(ListingCursor cursor) {
      return cursor == null ? null : cursor.encoded();
    }
  }
}

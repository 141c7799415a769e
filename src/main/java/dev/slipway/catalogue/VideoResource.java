package dev.slipway.catalogue;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.RateLimited;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import org.jboss.resteasy.reactive.RestResponse;

/** The catalogue for programs. */
@Path("/api/videos")
@Blocking
class VideoResource {
  private final Videos videos;
  private final VideoUrlSigner urls;
  private final VideoEditor edits;
  private final CatalogueConfig config;
  private final CurrentAccount current;

  VideoResource(
      Videos videos,
      VideoUrlSigner urls,
      VideoEditor edits,
      CatalogueConfig config,
      CurrentAccount current) {
    this.videos = videos;
    this.urls = urls;
    this.edits = edits;
    this.config = config;
    this.current = current;
  }

  /** What the caller may list, newest first. Without a login: what is public. */
  @GET
  @PermitAll
  public VideoPage list(
      @QueryParam("status") String status,
      @QueryParam("owner") String owner,
      @QueryParam("after") String after,
      @QueryParam("limit") @DefaultValue("25") String limit) {
    var filter = VideoFilter.ALL.ownedBy(owner).withStatus(status).startingAfter(after);
    return videos.listVisible(filter, limitOf(limit)).map(this::shown);
  }

  /** One video. */
  @GET
  @Path("{id}")
  @PermitAll
  public VideoView get(@PathParam("id") String id) {
    return shown(videos.requireVisible(id));
  }

  /** Changes title, description or visibility of one's own. */
  @PATCH
  @Path("{id}")
  @RolesAllowed(Role.CREATOR_NAME)
  public VideoView edit(@PathParam("id") String id, DetailsRequest request) {
    return edits.edit(id, DetailsRequest.requireBody(request));
  }

  /** A pre-signed URL to play or download it. */
  @POST
  @Path("{id}/urls")
  @PermitAll
  @RateLimited(SigningOperation.VIDEO)
  public RestResponse<PresignedUrl> sign(@PathParam("id") String id, UrlRequest request) {
    if (request == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with 'operation': \"play\" or \"download\".");
    }
    UrlOperation.parse(request.operation());
    var lifetime =
        request.expiresIn() == null ? config.lifetime() : Duration.ofSeconds(request.expiresIn());
    return RestResponse.status(
        RestResponse.Status.CREATED, urls.sign(videos.requireVisible(id), lifetime));
  }

  private VideoView shown(VideoView video) {
    return current.mayManage(video.owner()) ? video : video.forStrangers();
  }

  private static int limitOf(String text) {
    try {
      var limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= Videos.MAX_PAGE_SIZE) {
        return limit;
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the same refusal.
    }
    throw new ProblemException(
        ErrorCode.INVALID_REQUEST, "'limit' must be from 1 to " + Videos.MAX_PAGE_SIZE + ".");
  }

  /**
   * @param operation {@code play} or {@code download}
   * @param expiresIn seconds; an hour where it is not given
   */
  record UrlRequest(String operation, Long expiresIn) {}
}

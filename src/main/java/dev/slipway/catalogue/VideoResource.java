package dev.slipway.catalogue;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.RateLimited;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryEnum;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** The JSON API of the catalogue. */
@Path("/api/videos")
@Blocking
class VideoResource {
  private final Videos videos;
  private final VideoUrlSigner signer;
  private final VideoEditor editor;
  private final CatalogueConfig config;
  private final CurrentAccount caller;

  VideoResource(
      Videos videos,
      VideoUrlSigner signer,
      VideoEditor editor,
      CatalogueConfig config,
      CurrentAccount caller) {
    this.videos = videos;
    this.signer = signer;
    this.editor = editor;
    this.config = config;
    this.caller = caller;
  }

  /** Lists the videos that the caller may list, newest first. Without a login: public videos. */
  @GET
  @PermitAll
  public VideoPage list(
      @QueryParam("status") String status,
      @QueryParam("owner") String owner,
      @QueryParam("after") String after,
      @QueryParam("limit") @DefaultValue("25") String limit) {
    var filter = VideoFilter.ALL.ownedBy(owner).withStatus(status).startingAfter(after);
    return VideoPage.of(videos.listVisible(filter, parseLimit(limit)).map(this::toView));
  }

  /** Returns one video. */
  @GET
  @Path("{id}")
  @PermitAll
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = VideoView.class)))
  public VideoFacts get(@PathParam("id") String id) {
    return toView(videos.requireVisible(id));
  }

  /** Changes title, description or visibility. */
  @PATCH
  @Path("{id}")
  @RolesAllowed(Role.CREATOR_NAME)
  public VideoView edit(@PathParam("id") String id, DetailsRequest request) {
    return editor.edit(id, DetailsRequest.requireBody(request));
  }

  /** Signs a URL that plays or downloads the video. */
  @POST
  @Path("{id}/urls")
  @PermitAll
  @RateLimited(SigningOperation.VIDEO)
  public RestResponse<PresignedUrl> sign(@PathParam("id") String id, UrlRequest request) {
    if (request == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send JSON with 'operation': \"play\" or \"download\".");
    }
    QueryEnum.parse(UrlOperation.class, "operation", request.operation());
    var lifetime =
        request.expiresIn() == null ? config.lifetime() : Duration.ofSeconds(request.expiresIn());
    return RestResponse.status(
        RestResponse.Status.CREATED, signer.sign(videos.requireVisible(id), lifetime));
  }

  private VideoFacts toView(Video video) {
    return caller.mayManage(video.owner) ? VideoView.of(video) : PublicVideoView.of(video);
  }

  private static int parseLimit(String text) {
    try {
      var limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= Videos.MAX_PAGE_SIZE) {
        return limit;
      }
    } catch (NumberFormatException notANumber) {
      // The same answer as for a number that is out of bounds.
    }
    throw new ProblemException(
        ErrorCode.INVALID_REQUEST, "'limit' must be from 1 to " + Videos.MAX_PAGE_SIZE + ".");
  }

  /**
   * @param operation {@code play} or {@code download}
   * @param expiresIn in seconds; null for the configured lifetime
   */
  record UrlRequest(String operation, Long expiresIn) {}

  /** What a signed URL is for. Both get the same URL. */
  private enum UrlOperation {
    PLAY,
    DOWNLOAD
  }
}

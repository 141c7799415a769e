package dev.slipway.catalogue;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.account.TokenScope;
import dev.slipway.account.ratelimit.RateLimited;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.web.Page;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryEnum;
import dev.slipway.web.problem.QueryFlag;
import io.quarkus.security.UnauthorizedException;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
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
  private final CurrentAccount caller;

  VideoResource(Videos videos, VideoUrlSigner signer, VideoEditor editor, CurrentAccount caller) {
    this.videos = videos;
    this.signer = signer;
    this.editor = editor;
    this.caller = caller;
  }

  /**
   * Lists the videos that the caller may list, newest first. Without a login: public videos. What
   * is in the trash is listed with {@code trash=true} only, tombstones with {@code status=DELETED}.
   * The caller's own ones ({@code mine=true}) can be searched by words in title, description and
   * file name ({@code q}), by {@code visibility} and {@code format}, and sorted.
   */
  @GET
  @PermitAll
  public VideoPage list(
      @QueryParam("status") String status,
      @QueryParam("owner") String owner,
      @QueryParam("trash") @DefaultValue("false") String trash,
      @QueryParam("mine") @DefaultValue("false") String mine,
      @QueryParam("q") String text,
      @QueryParam("visibility") String visibility,
      @QueryParam("format") String format,
      @QueryParam("sort") String sort,
      @QueryParam("after") String after,
      @QueryParam("limit") @DefaultValue("25") String limit) {
    var all = QueryFlag.parse("trash", trash) ? VideoFilter.TRASH : VideoFilter.ALL;
    var filter =
        all.ownedBy(QueryFlag.parse("mine", mine) ? requireOwnName(owner) : owner)
            .withStatus(status)
            .matching(text)
            .withVisibility(visibility)
            .withFormat(format)
            .sortedBy(sort)
            .startingAfter(after);
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

  /**
   * Signs a URL that plays or downloads the video, or deletes its object in the store. A deletion
   * with such a URL is final. Only people who may manage the video get one, or one that downloads a
   * rejected file.
   */
  @POST
  @Path("{id}/urls")
  @PermitAll
  @RateLimited(SigningOperation.VIDEO)
  public RestResponse<PresignedUrl> sign(@PathParam("id") String id, UrlRequest request) {
    if (request == null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Send JSON with 'operation': \"play\", \"download\" or \"delete\".");
    }
    var operation = QueryEnum.parse(UrlOperation.class, "operation", request.operation());
    var deletes = operation == UrlOperation.DELETE;
    if (deletes) {
      caller.requireScope(TokenScope.VIDEOS_WRITE);
    }
    var lifetime =
        request.expiresIn() == null
            ? signer.defaultLifetime(deletes)
            : Duration.ofSeconds(request.expiresIn());
    var url =
        deletes
            ? signer.signDelete(id, lifetime)
            : sign(videos.requireVisible(id), operation, lifetime);
    return RestResponse.status(RestResponse.Status.CREATED, url);
  }

  private PresignedUrl sign(Video video, UrlOperation operation, Duration lifetime) {
    return operation == UrlOperation.PLAY
        ? signer.sign(video, lifetime)
        : signer.signDownload(video, lifetime);
  }

  private VideoFacts toView(Video video) {
    return AccessPolicy.isManager(caller.toCaller(), video.owner)
        ? VideoView.of(video, signer)
        : PublicVideoView.of(video, signer);
  }

  private String requireOwnName(String owner) {
    if (!caller.isLoggedIn()) {
      throw new UnauthorizedException();
    }
    if (owner != null) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Use either 'mine' or 'owner', not both.");
    }
    return caller.getName();
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
   * @param operation {@code play}, {@code download} or {@code delete}
   * @param expiresIn in seconds; null for the configured lifetime, or 5 minutes to delete
   */
  record UrlRequest(String operation, Long expiresIn) {}

  /**
   * The JSON of one page of videos, in the order of the request.
   *
   * @param items each as the caller may see it
   * @param next the cursor of the next page, for the parameter {@code after}; null on the last page
   */
  record VideoPage(
      @Schema(type = SchemaType.ARRAY, implementation = VideoView.class)
          List<? extends VideoFacts> items,
      String next) {
    static VideoPage of(Page<? extends VideoFacts, String> page) {
      return new VideoPage(page.items(), page.next());
    }
  }

  /** What a signed URL is for. */
  private enum UrlOperation {
    PLAY,
    DOWNLOAD,
    DELETE
  }
}

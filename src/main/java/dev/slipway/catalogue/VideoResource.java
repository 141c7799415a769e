package dev.slipway.catalogue;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.Role;
import dev.slipway.account.TokenScope;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.catalogue.access.AccessPolicy;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryEnum;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;

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

  /**
   * Changes title, description, visibility or tags. An absent field stays as it is. Null removes
   * the description or all tags.
   */
  @PATCH
  @Path("{id}")
  @Consumes({MediaType.APPLICATION_JSON, DetailsRequest.MERGE_PATCH})
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
  @SigningRateLimited(SigningOperation.VIDEO)
  @ResponseStatus(201)
  public PresignedUrl sign(@PathParam("id") String id, UrlRequest request) {
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
    return deletes
        ? signer.signDelete(id, lifetime)
        : sign(videos.requireVisible(id), operation, lifetime);
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

  /**
   * @param operation {@code play}, {@code download} or {@code delete}
   * @param expiresIn in seconds; null for the configured lifetime, or 5 minutes to delete
   */
  record UrlRequest(String operation, Long expiresIn) {}

  /** The purpose of a signed URL. */
  private enum UrlOperation {
    PLAY,
    DOWNLOAD,
    DELETE
  }
}

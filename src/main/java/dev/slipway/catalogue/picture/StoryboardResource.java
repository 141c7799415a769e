package dev.slipway.catalogue.picture;

import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.Videos;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** The storyboard of a video, for the previews that players show on their seek bars. */
@Path("/api/videos")
@Blocking
class StoryboardResource {
  private final Videos videos;
  private final VideoUrlSigner signer;

  StoryboardResource(Videos videos, VideoUrlSigner signer) {
    this.videos = videos;
    this.signer = signer;
  }

  /**
   * Lists the frames of the storyboard as WebVTT. Each cue is the signed URL of a JPEG with many
   * frames, and the place of one frame in it, such as {@code #xywh=160,90,160,90}.
   */
  @GET
  @Path("{id}/storyboard.vtt")
  @PermitAll
  @Produces("text/vtt")
  @SigningRateLimited(SigningOperation.VIDEO)
  @Transactional
  public String get(@PathParam("id") String id) {
    var video = videos.requireVisible(id);
    if (!video.isReady()) {
      throw missing();
    }
    var storyboard =
        VideoPictures.find(video.id())
            .flatMap(VideoPictures::storyboard)
            .orElseThrow(StoryboardResource::missing);
    var urls = storyboard.keys().stream().map(key -> signer.signPicture(video, key)).toList();
    return StoryboardVtt.of(storyboard, urls);
  }

  private static ProblemException missing() {
    return new ProblemException(ErrorCode.NOT_FOUND, "There is no storyboard of this video yet.");
  }
}

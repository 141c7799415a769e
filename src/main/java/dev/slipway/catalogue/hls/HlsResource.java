package dev.slipway.catalogue.hls;

import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.Videos;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.vertx.http.Compressed;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.PermitAll;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;

/** The playlists of a video, for everybody who may watch it. */
@Path("/api/videos/{id}/hls")
@Blocking
class HlsResource {
  private static final String PLAYLIST = "application/vnd.apple.mpegurl";

  /** A player reads the master playlist up to five times when it opens a video. */
  private static final String SHORT_TIME = "private, max-age=60";

  private final Videos videos;
  private final VideoUrlSigner signer;
  private final StreamUrls urls;

  HlsResource(Videos videos, VideoUrlSigner signer, StreamUrls urls) {
    this.videos = videos;
    this.signer = signer;
    this.urls = urls;
  }

  /**
   * The playlist that names the renditions of a video. It contains no signed URL; each media
   * playlist has one. Counts against the same limit, because it reads the segments of all
   * renditions. Browsers keep it for a minute.
   */
  @GET
  @Path("master.m3u8")
  @Produces(PLAYLIST)
  @PermitAll
  @Compressed
  @SigningRateLimited(SigningOperation.VIDEO)
  @Transactional
  public String master(@PathParam("id") String id, @Context HttpServerResponse response) {
    var video = requirePlayable(id);
    var renditions = Rendition.findByVideo(video.id());
    if (renditions.isEmpty()) {
      throw notFound();
    }
    // Replaces the header that forbids to store responses, which JAX-RS would only add to.
    response.headers().set(HttpHeaders.CACHE_CONTROL, SHORT_TIME);
    return MasterPlaylist.of(renditions);
  }

  /** The playlist of one rendition, with a signed URL and the byte ranges of its segments. */
  @GET
  @Path("{rendition}.m3u8")
  @Produces(PLAYLIST)
  @PermitAll
  @Compressed
  @SigningRateLimited(SigningOperation.VIDEO)
  @Transactional
  public String media(@PathParam("id") String id, @PathParam("rendition") String rendition) {
    var video = requirePlayable(id);
    return Rendition.findOne(video.id(), rendition)
        .map(found -> MediaPlaylist.of(found, urls.sign(video, found)))
        .orElseThrow(HlsResource::notFound);
  }

  private Video requirePlayable(String id) {
    var video = videos.requireVisible(id);
    signer.requirePlayable(video);
    return video;
  }

  private static ProblemException notFound() {
    return new ProblemException(
        ErrorCode.NOT_FOUND,
        "The video has no such rendition. Play the uploaded file instead: POST"
            + " /api/videos/{id}/urls");
  }
}

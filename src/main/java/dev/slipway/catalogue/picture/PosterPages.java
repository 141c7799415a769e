package dev.slipway.catalogue.picture;

import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.Videos;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The lasting address of a video's poster, for link previews on other sites. */
@Path("/videos")
@Blocking
class PosterPages {
  private final Videos videos;
  private final VideoUrlSigner signer;

  PosterPages(Videos videos, VideoUrlSigner signer) {
    this.videos = videos;
    this.signer = signer;
  }

  /** Redirects to a signed URL of the poster. */
  @GET
  @Path("{id}/poster")
  @PermitAll
  @SigningRateLimited(SigningOperation.VIDEO)
  @Operation(hidden = true)
  public Response poster(@PathParam("id") String id) {
    var url =
        Optional.ofNullable(signer.posterUrl(videos.requireVisible(id)))
            .orElseThrow(
                () ->
                    new ProblemException(
                        ErrorCode.NOT_FOUND, "There is no poster of this video yet."));
    return Response.status(Response.Status.FOUND)
        .location(URI.create(url))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}

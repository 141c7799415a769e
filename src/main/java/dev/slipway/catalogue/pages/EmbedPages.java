package dev.slipway.catalogue.pages;

import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoUrlSigner;
import dev.slipway.catalogue.Videos;
import dev.slipway.catalogue.access.Visibility;
import dev.slipway.storage.RandomId;
import dev.slipway.web.security.ContentSecurityPolicy;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The player alone, for frames in other pages. */
@Path("/videos/{id}/embed")
@Blocking
@Produces(MediaType.TEXT_HTML)
class EmbedPages {
  private final Videos videos;
  private final VideoUrlSigner signer;
  private final WatchPageFactory pages;
  private final EmbedPolicy policy;

  EmbedPages(Videos videos, VideoUrlSigner signer, WatchPageFactory pages, EmbedPolicy policy) {
    this.videos = videos;
    this.signer = signer;
    this.pages = pages;
    this.policy = policy;
  }

  @CheckedTemplate(basePath = "catalogue")
  static class Templates {
    static native TemplateInstance embed(EmbedPage page);

    /**
     * @param id of the video; null if the address has no valid one
     */
    static native TemplateInstance embedUnavailable(String id);

    private Templates() {}
  }

  /**
   * Shows the player of a public or unlisted video. Nobody has to log in. A private video isn't
   * shown to the people who may manage it or have opened a share link either, because they would
   * see another page than everybody else.
   *
   * @param start where playback begins, as on the page of the video
   */
  @GET
  @PermitAll
  @SigningRateLimited(SigningOperation.PAGE)
  @Operation(hidden = true)
  public Response embed(
      @PathParam("id") String id,
      @QueryParam("t") String start,
      @Context HttpServerResponse response) {
    // Replaces the header of all other pages, which JAX-RS would only add to.
    response.headers().set(ContentSecurityPolicy.HEADER, policy.header());
    var video = videos.findVisible(id).filter(Video::isPlayable).filter(EmbedPages::isForEverybody);
    if (video.isEmpty()) {
      return unavailable(Response.Status.NOT_FOUND, id);
    }
    return video
        .filter(signer::isPlayable)
        .map(found -> Response.ok(Templates.embed(pages.createEmbedded(found, start))).build())
        .orElseGet(() -> unavailable(Response.Status.CONFLICT, id));
  }

  private static Response unavailable(Response.Status status, String id) {
    return Response.status(status)
        .entity(Templates.embedUnavailable(RandomId.isValid(id) ? id : null))
        .build();
  }

  private static boolean isForEverybody(Video video) {
    return video.details().visibility() != Visibility.PRIVATE;
  }
}

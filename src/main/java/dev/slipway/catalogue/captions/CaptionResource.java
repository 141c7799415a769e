package dev.slipway.catalogue.captions;

import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.FlagParameter;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryFlag;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The JSON API of captions. */
@Path("/api/videos/{id}/captions")
@Blocking
class CaptionResource {
  /** Each version has an address of its own. */
  private static final String FOR_EVER = "private, max-age=31536000, immutable";

  /** The browser may keep the response, but asks each time whether it may still be used. */
  private static final String REVALIDATED = "private, no-cache";

  private final Captions captions;

  CaptionResource(Captions captions) {
    this.captions = captions;
  }

  /** Lists the captions of a video. */
  @GET
  @PermitAll
  public CaptionList list(@PathParam("id") String id) {
    return new CaptionList(captions.list(id));
  }

  /**
   * Returns the captions of a language as WebVTT.
   *
   * @param version the version from the list; unless the video is private, the response can then be
   *     cached for ever
   */
  @GET
  @Path("{language}")
  @PermitAll
  @SigningRateLimited(SigningOperation.VIDEO)
  @Produces(WebVtt.MEDIA_TYPE + ";charset=UTF-8")
  public Response read(
      @PathParam("id") String id,
      @PathParam("language") String language,
      @QueryParam("version") String version,
      @Context Request request,
      @Context HttpServerResponse response) {
    var found = captions.require(id, language);
    var current = found.captions().version();
    var tag = new EntityTag(current);
    var unchanged = request.evaluatePreconditions(tag);
    var result =
        unchanged == null ? Response.ok(captions.read(id, found.captions())).tag(tag) : unchanged;
    // Not before the file is read, because browsers must not keep an error. Replaces the header
    // that
    // forbids to store responses, which JAX-RS would only add to.
    response
        .headers()
        .set(
            HttpHeaders.CACHE_CONTROL,
            current.equals(version) && !found.ofPrivateVideo() ? FOR_EVER : REVALIDATED);
    return result.build();
  }

  /**
   * Adds or replaces the captions of a language. The body is a WebVTT or SubRip file of at most 1
   * MiB; it is stored as WebVTT with text and simple styles only. All captions of a video may have
   * 10 MiB.
   *
   * @param language a BCP 47 tag, such as {@code en} or {@code pt-BR}
   * @param label the name in menus; by default the name of the language
   * @param byDefault whether players show these captions unless the viewer chooses otherwise
   */
  @PUT
  @Path("{language}")
  @Consumes({WebVtt.MEDIA_TYPE, "application/x-subrip"})
  @RolesAllowed(Role.CREATOR_NAME)
  public CaptionView put(
      @PathParam("id") String id,
      @PathParam("language") String language,
      @QueryParam("label") String label,
      @FlagParameter @QueryParam("default") @DefaultValue("false") String byDefault,
      byte[] file) {
    if (file == null || file.length == 0) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Send a WebVTT or SubRip file as the body.");
    }
    return captions.put(
        id, CaptionLanguage.parse(language, label), QueryFlag.parse("default", byDefault), file);
  }

  /** Deletes the captions of a language. */
  @DELETE
  @Path("{language}")
  @RolesAllowed(Role.CREATOR_NAME)
  public void delete(@PathParam("id") String id, @PathParam("language") String language) {
    captions.delete(id, language);
  }

  /** The captions of a video, by label. */
  record CaptionList(List<CaptionView> items) {}
}

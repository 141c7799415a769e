package dev.slipway.catalogue.picture;

import dev.slipway.account.Role;
import dev.slipway.account.ratelimit.SigningOperation;
import dev.slipway.account.ratelimit.SigningRateLimited;
import dev.slipway.catalogue.picture.PosterChooser.PosterRequest;
import dev.slipway.catalogue.picture.PosterChooser.PosterView;
import dev.slipway.catalogue.picture.PosterImages.ImageRequest;
import dev.slipway.catalogue.picture.PosterImages.PosterUpload;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The API by which owners choose the poster of a video. */
@Path("/api/videos")
@Blocking
class PosterResource {
  private final PosterChooser chooser;
  private final PosterImages images;

  PosterResource(PosterChooser chooser, PosterImages images) {
    this.chooser = chooser;
    this.images = images;
  }

  /** Returns what the poster is, and whether it is being made. */
  @GET
  @Path("{id}/poster")
  @RolesAllowed(Role.CREATOR_NAME)
  public PosterView get(@PathParam("id") String id) {
    return chooser.view(id);
  }

  /** Chooses the frame at a time, or an uploaded image. A job makes the poster from it. */
  @PUT
  @Path("{id}/poster")
  @RolesAllowed(Role.CREATOR_NAME)
  @ResponseStatus(202)
  public PosterView choose(@PathParam("id") String id, PosterRequest request) {
    return chooser.choose(id, request);
  }

  /** Returns to the poster that the application chooses. */
  @DELETE
  @Path("{id}/poster")
  @RolesAllowed(Role.CREATOR_NAME)
  @ResponseStatus(202)
  public PosterView reset(@PathParam("id") String id) {
    return chooser.reset(id);
  }

  /**
   * Signs a URL to which an image can be PUT, straight to the store. Then choose it with its id:
   * {@code PUT /api/videos/<id>/poster}.
   */
  @POST
  @Path("{id}/poster/images")
  @RolesAllowed(Role.CREATOR_NAME)
  @SigningRateLimited(SigningOperation.VIDEO)
  @ResponseStatus(201)
  public PosterUpload sign(@PathParam("id") String id, ImageRequest request) {
    var video = chooser.requireReadyForImage(id);
    return images.sign(video, request);
  }
}

package dev.slipway.catalogue.deletion;

import dev.slipway.account.Role;
import dev.slipway.catalogue.VideoView;
import dev.slipway.web.problem.FlagParameter;
import dev.slipway.web.problem.QueryFlag;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** The JSON API that deletes and restores videos. */
@Path("/api/videos")
@Blocking
@RolesAllowed(Role.CREATOR_NAME)
class DeletionResource {
  private final DeletionTransactions videos;
  private final PermanentDeletion permanentDeletion;

  DeletionResource(DeletionTransactions videos, PermanentDeletion permanentDeletion) {
    this.videos = videos;
    this.permanentDeletion = permanentDeletion;
  }

  /**
   * Moves the video to the trash, from which it can be restored until {@code deleteAfter}. With
   * {@code permanently=true} deletes it at once, without the trash. May be repeated.
   */
  @DELETE
  @Path("{id}")
  @RolesAllowed(Role.CREATOR_NAME)
  @APIResponse(
      responseCode = "200",
      description = "The video is in the trash",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = VideoView.class)))
  @APIResponse(responseCode = "204", description = "The video is deleted permanently")
  public RestResponse<VideoView> delete(
      @PathParam("id") String id,
      @FlagParameter @QueryParam("permanently") @DefaultValue("false") String permanently) {
    if (QueryFlag.parse("permanently", permanently)) {
      permanentDeletion.delete(id);
      return RestResponse.noContent();
    }
    return RestResponse.ok(videos.moveToTrash(id));
  }

  /** Takes the video out of the trash. Does nothing if it isn't there. */
  @POST
  @Path("{id}/restoration")
  @RolesAllowed(Role.CREATOR_NAME)
  public VideoView restore(@PathParam("id") String id) {
    return videos.restore(id);
  }
}

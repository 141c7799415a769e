package dev.slipway.admin;

import dev.slipway.account.Role;
import dev.slipway.catalogue.live.FollowsChanges;
import dev.slipway.web.QueryString;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page of a video for administrators. Its template is {@code templates/admin/video.html}. */
@Path("/admin/videos")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class AdminVideoPages {
  private final VideoInspector inspector;

  AdminVideoPages(VideoInspector inspector) {
    this.inspector = inspector;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance video(
        VideoInspection inspection,
        String query,
        boolean requested,
        boolean dismissed,
        String refused);

    private Templates() {}
  }

  /**
   * Everything about one video. A script shows it beside the listing. An upload that has no video
   * yet has a page among the videos only.
   *
   * @param query the query string of the listing to which the page leads back
   * @param requested whether a job was just queued again
   * @param dismissed whether a failed job was just dismissed
   * @param refused the error code of a request that was just refused
   */
  @GET
  @Path("{id}")
  @FollowsChanges
  @Operation(hidden = true)
  public Response video(
      @PathParam("id") String id,
      @QueryParam("query") @DefaultValue("") String query,
      @QueryParam("requested") boolean requested,
      @QueryParam("dismissed") boolean dismissed,
      @QueryParam("refused") String refused) {
    var inspection = inspector.inspect(id);
    if (inspection.isEmpty() && inspector.isUnfinishedUpload(id)) {
      return Redirect.to("/videos/" + id);
    }
    return Response.ok(
            Templates.video(
                inspection.orElseThrow(
                    () ->
                        new ProblemException(
                            ErrorCode.NOT_FOUND, "There is no video with this id.")),
                QueryString.isValid(query) ? query : "",
                requested,
                dismissed,
                ProcessingPages.explainRefusal(refused)))
        .build();
  }
}

package dev.slipway.lab.walk;

import dev.slipway.account.Role;
import dev.slipway.catalogue.timeline.Participant;
import dev.slipway.uploads.UploadsConfig;
import dev.slipway.uploads.pages.FileLimits;
import dev.slipway.web.SequenceArrow;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The page of the guided upload. A script on it uploads the file with the client of the upload
 * page.
 */
@Path("/lab/walk")
@Blocking
@Produces(MediaType.TEXT_HTML)
class WalkPages {
  private final UploadsConfig config;

  WalkPages(UploadsConfig config) {
    this.config = config;
  }

  @GET
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public TemplateInstance walk() {
    return Templates.walk(
        new WalkPage(
            FileLimits.of(config),
            List.of(WalkStep.values()),
            WalkMessage.Lane.titles(),
            List.of(WalkMessage.values()),
            Participant.titles()));
  }

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance walk(WalkPage page);

    private Templates() {}
  }

  /**
   * @param lanes the titles of the diagram's lanes
   * @param participants the titles of the timeline's lanes
   */
  record WalkPage(
      FileLimits limits,
      List<WalkStep> steps,
      List<String> lanes,
      List<WalkMessage> messages,
      List<String> participants) {
    /** For the template of a timeline's message; the script sets the real lanes. */
    public SequenceArrow anyArrow() {
      return new SequenceArrow(1, participants.size(), participants.size());
    }
  }
}

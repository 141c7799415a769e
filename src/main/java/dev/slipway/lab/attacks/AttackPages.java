package dev.slipway.lab.attacks;

import dev.slipway.account.Role;
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

/** The page of the attack bench. A script on it runs the attacks through the API. */
@Path("/lab/attacks")
@Blocking
@Produces(MediaType.TEXT_HTML)
class AttackPages {
  @GET
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public TemplateInstance attacks() {
    return Templates.attacks(DefenceGroup.all());
  }

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance attacks(List<DefenceGroup> groups);

    private Templates() {}
  }
}

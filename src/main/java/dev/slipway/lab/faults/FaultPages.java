package dev.slipway.lab.faults;

import dev.slipway.account.Role;
import dev.slipway.uploads.UploadsConfig;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The page of the fault lab. A script on it starts faults, uploads files and draws what happens.
 */
@Path("/lab/faults")
@Blocking
@Produces(MediaType.TEXT_HTML)
class FaultPages {
  private final FaultLab lab;
  private final UploadsConfig uploads;

  FaultPages(FaultLab lab, UploadsConfig uploads) {
    this.lab = lab;
    this.uploads = uploads;
  }

  @GET
  @RolesAllowed(Role.ADMIN_NAME)
  @Operation(hidden = true)
  public TemplateInstance faults() {
    var available = lab.available();
    return Templates.faults(
        Arrays.stream(FaultGroup.values()).map(group -> Choices.of(group, available)).toList(),
        available.contains(Fault.KILL_APPLICATION),
        uploads.partsFrom().asLongValue());
  }

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance faults(
        List<Choices> groups, boolean canKill, long checksumLimit);

    private Templates() {}
  }

  /** The faults of one group that the relay can cause. */
  record Choices(FaultGroup group, List<Fault> faults) {
    static Choices of(FaultGroup group, List<Fault> available) {
      return new Choices(
          group, available.stream().filter(fault -> fault.group() == group).toList());
    }
  }
}

package dev.slipway.lab;

import dev.slipway.lab.faults.FaultLab;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The index of the lab. */
@Path("/lab")
@Blocking
@Authenticated
@Produces(MediaType.TEXT_HTML)
class LabPages {
  private final FaultLab faultLab;

  LabPages(FaultLab faultLab) {
    this.faultLab = faultLab;
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance index() {
    return Templates.index(Arrays.stream(Experiment.values()).filter(this::exists).toList());
  }

  private boolean exists(Experiment experiment) {
    return experiment != Experiment.FAULTS || faultLab.isAvailable();
  }

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance index(List<Experiment> experiments);

    private Templates() {}
  }
}

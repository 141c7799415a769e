package dev.slipway.lab;

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
  private final ExperimentAccess access;

  LabPages(ExperimentAccess access) {
    this.access = access;
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance index() {
    return Templates.index(Arrays.stream(Experiment.values()).filter(access::exists).toList());
  }

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance index(List<Experiment> experiments);

    private Templates() {}
  }
}

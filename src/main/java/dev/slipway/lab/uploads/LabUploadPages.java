package dev.slipway.lab.uploads;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page that uploads through the application. A script on it sends the file to the API. */
@Path("/lab/uploads")
@Blocking
@Produces(MediaType.TEXT_HTML)
class LabUploadPages {
  @GET
  @Authenticated
  @Operation(hidden = true)
  public TemplateInstance uploads() {
    return Templates.uploads();
  }

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance uploads();

    private Templates() {}
  }
}

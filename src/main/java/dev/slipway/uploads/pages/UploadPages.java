package dev.slipway.uploads.pages;

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
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The upload page. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
class UploadPages {
  private final UploadsConfig config;

  UploadPages(UploadsConfig config) {
    this.config = config;
  }

  @GET
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public TemplateInstance upload() {
    return Templates.upload(FileLimits.of(config));
  }

  @CheckedTemplate(basePath = "uploads")
  static class Templates {
    static native TemplateInstance upload(FileLimits page);

    private Templates() {}
  }
}

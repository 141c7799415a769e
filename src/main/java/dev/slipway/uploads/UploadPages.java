package dev.slipway.uploads;

import dev.slipway.account.Role;
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

  @CheckedTemplate(basePath = "uploads")
  static class Templates {
    static native TemplateInstance upload(UploadPage page);

    private Templates() {}
  }

  @GET
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public TemplateInstance upload() {
    var types = config.types().stream().sorted().toList();
    return Templates.upload(
        new UploadPage(
            config.maxSize().asLongValue(),
            types,
            // Endings help where the system knows no media type for them.
            String.join(",", types) + ",.mp4,.m4v,.mov,.webm,.mkv,.avi,.mpg,.ts,.ogv,.3gp",
            // A file in parts is not hashed as a whole.
            Math.min(config.checksumLimit().asLongValue(), config.partsFrom().asLongValue())));
  }
}

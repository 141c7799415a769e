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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The upload page. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
class UploadPages {
  /** For file dialogs on systems that don't know the extensions of a media type. */
  private static final String EXTENSIONS =
      ".mp4,.m4v,.mov,.webm,.mkv,.avi,.mpg,.mpeg,.ts,.mts,.m2ts,.ogv,.3gp,.3g2";

  private final UploadsConfig config;

  UploadPages(UploadsConfig config) {
    this.config = config;
  }

  @GET
  @RolesAllowed(Role.CREATOR_NAME)
  @Operation(hidden = true)
  public TemplateInstance upload() {
    var types = config.types().stream().sorted().toList();
    var page =
        new UploadPage(
            config.maxSize().asLongValue(),
            types,
            String.join(",", types) + "," + EXTENSIONS,
            // A multipart upload has a checksum for each part instead of one of the whole file.
            Math.min(config.checksumLimit().asLongValue(), config.partsFrom().asLongValue()));
    return Templates.upload(page);
  }

  @CheckedTemplate(basePath = "uploads")
  static class Templates {
    static native TemplateInstance upload(UploadPage page);

    private Templates() {}
  }

  /**
   * The limits that the page needs before it opens an upload.
   *
   * @param maxSize bytes
   * @param accept the value of the file input's attribute of this name
   * @param checksumLimit bytes up to which the page computes the file's SHA-256
   */
  record UploadPage(long maxSize, List<String> types, String accept, long checksumLimit) {}
}

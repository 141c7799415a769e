package dev.slipway.lab.signature;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page of the signature inspector. The browser sends what is pasted to the API. */
@Path("/lab/signature")
@Blocking
@Authenticated
@Produces(MediaType.TEXT_HTML)
class SignaturePages {
  @GET
  @Operation(hidden = true)
  public TemplateInstance inspector() {
    return Templates.signature(InspectionRequest.MAX_URL_LENGTH, InspectionRequest.MAX_TEXT_LENGTH);
  }

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance signature(int maxUrlLength, int maxTextLength);

    private Templates() {}
  }
}

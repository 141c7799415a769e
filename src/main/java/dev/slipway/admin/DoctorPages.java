package dev.slipway.admin;

import dev.slipway.account.Role;
import dev.slipway.doctor.Doctor;
import dev.slipway.doctor.PageOrigin;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Whether all that the application relies on is as it must be, for people. */
@Path("/admin/doctor")
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class DoctorPages {
  private static final URI PATH = URI.create("/admin/doctor");

  private final Doctor doctor;

  DoctorPages(Doctor doctor) {
    this.doctor = doctor;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance doctor(DoctorPage page);

    private Templates() {}
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance show() {
    return Templates.doctor(new DoctorPage(doctor.latestReport()));
  }

  @POST
  @Operation(hidden = true)
  public Response runChecks(@Context HttpHeaders headers, @Context UriInfo uri) {
    doctor.runChecks(PageOrigin.of(headers, uri));
    return Response.seeOther(PATH).build();
  }
}

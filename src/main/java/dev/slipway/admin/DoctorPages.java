package dev.slipway.admin;

import dev.slipway.account.Role;
import dev.slipway.doctor.CheckReport;
import dev.slipway.doctor.CheckStatus;
import dev.slipway.doctor.Doctor;
import dev.slipway.doctor.DoctorReport;
import dev.slipway.doctor.PageOrigin;
import dev.slipway.web.Redirect;
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
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page that runs the checks of the environment and shows the results. */
@Path(DoctorPages.PATH)
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class DoctorPages {
  static final String PATH = "/admin/doctor";

  private final Doctor doctor;

  DoctorPages(Doctor doctor) {
    this.doctor = doctor;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance doctor(DoctorPage page);

    private Templates() {}
  }

  record DoctorPage(DoctorReport report) {
    public boolean hasRun() {
      return report.at() != null;
    }

    public List<CheckReport> checks() {
      return report.checks();
    }

    /** Returns the counts by status, such as {@code 1 broken, 2 unknown, 9 fine}. */
    public String summary() {
      return Stream.of(CheckStatus.values())
          .filter(status -> report.count(status) > 0)
          .map(status -> report.count(status) + " " + status.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));
    }
  }

  /** Shows the latest report of this replica. */
  @GET
  @Operation(hidden = true)
  public TemplateInstance show() {
    return Templates.doctor(new DoctorPage(doctor.latestReport()));
  }

  /** Runs all checks and redirects to the new report. */
  @POST
  @Operation(hidden = true)
  public Response runChecks(@Context HttpHeaders headers, @Context UriInfo uri) {
    doctor.runChecks(PageOrigin.of(headers, uri));
    return Redirect.to(PATH);
  }
}

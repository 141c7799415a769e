package dev.slipway.admin.dashboard;

import dev.slipway.account.Role;
import dev.slipway.admin.dashboard.Dashboard.Stored;
import dev.slipway.catalogue.Rejection;
import dev.slipway.web.Formats;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.QueryNumber;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page on which administrators see how uploads, queues and storage develop. */
@Path(DashboardPages.PATH)
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class DashboardPages {
  static final String PATH = "/admin/dashboard";

  private final Dashboards dashboards;

  DashboardPages(Dashboards dashboards) {
    this.dashboards = dashboards;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance dashboard(DashboardPage page);

    private Templates() {}
  }

  /**
   * @param rebuilt whether the numbers were just forgotten, to be counted again
   */
  record DashboardPage(Dashboard dashboard, boolean rebuilt) {
    public List<Integer> periods() {
      return Dashboards.PERIODS;
    }

    public List<DayChart> charts() {
      var days = dashboard.byDay();
      return List.of(
          DayChart.of("Videos", days, day -> day.numbers().videos(), Formats::exactCount),
          DayChart.of("Bytes", days, day -> day.numbers().bytes(), Formats::humanBytes),
          DayChart.of("Rejected", days, day -> day.numbers().rejected(), Formats::exactCount),
          DayChart.of("Lag, 95th percentile", days, DashboardPage::slowest, Formats::humanMillis));
    }

    private static long slowest(Dashboard.Day day) {
      var lag = day.numbers().lag();
      return lag == null ? 0 : lag.p95Millis();
    }

    /** Returns the days, the newest first. */
    public List<Dashboard.Day> newestDays() {
      return dashboard.byDay().stream()
          .sorted(Comparator.comparing(Dashboard.Day::day).reversed())
          .toList();
    }

    public String formatDay(LocalDate day) {
      return DayChart.format(day);
    }

    public List<RejectionBar> rejectionBars() {
      var largest =
          dashboard.rejections().stream().mapToLong(Dashboard.RejectionCount::videos).max();
      return dashboard.rejections().stream()
          .map(
              count ->
                  new RejectionBar(
                      count.reason(),
                      Rejection.findByCode(count.reason()).isPresent(),
                      count.videos(),
                      width(count.videos(), largest.orElse(0))))
          .toList();
    }

    public List<StorageRow> storageRows() {
      var storage = dashboard.storage();
      // Not to all others together, beside which many small accounts would all look empty.
      var largest =
          storage.accounts().stream()
              .mapToLong(account -> account.stored().bytes())
              .max()
              .orElse(0);
      return storage.accounts().stream()
          .map(
              account ->
                  new StorageRow(
                      account.owner(), account.stored(), width(account.stored().bytes(), largest)))
          .toList();
    }

    private static int width(long value, long largest) {
      return value <= 0 ? 0 : (int) Math.max(1, Math.round((double) value / largest * 100));
    }
  }

  /**
   * @param reason the code of the rejection
   * @param isKnown whether the listing can be filtered by it
   * @param width from 0 to 100
   */
  record RejectionBar(String reason, boolean isKnown, long videos, int width) {}

  /**
   * @param owner null for videos without an owner
   * @param width from 0 to 100
   */
  record StorageRow(String owner, Stored stored, int width) {}

  /**
   * Shows the dashboard of the last days.
   *
   * @param rebuilt present if the numbers were just forgotten
   */
  @GET
  @Operation(hidden = true)
  public TemplateInstance show(
      @QueryParam("days") String days, @QueryParam("rebuilt") boolean rebuilt) {
    var dashboard = dashboards.find(QueryNumber.parse("days", days));
    return Templates.dashboard(new DashboardPage(dashboard, rebuilt));
  }

  /** Has all videos counted again, and returns to the dashboard. */
  @POST
  @Path("rebuild")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response rebuild() {
    dashboards.rebuild();
    return Redirect.to(PATH, "rebuilt", true);
  }
}

package dev.slipway.admin;

import dev.slipway.account.Role;
import dev.slipway.catalogue.live.FollowsChanges;
import dev.slipway.processing.JobState;
import dev.slipway.processing.MediaJobs;
import dev.slipway.processing.MediaJobs.MediaJobPage;
import dev.slipway.processing.work.JobKind;
import dev.slipway.web.QueryString;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.QueryEnum;
import dev.slipway.web.problem.QueryNumber;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page on which administrators see media jobs, and retry or dismiss the dead ones. */
@Path(ProcessingPages.PATH)
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class ProcessingPages {
  static final String PATH = "/admin/processing";
  private static final int PAGE_SIZE = 50;

  private final MediaJobs jobs;

  ProcessingPages(MediaJobs jobs) {
    this.jobs = jobs;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance processing(ProcessingPage page);

    private Templates() {}
  }

  /**
   * @param state the filter as the query parameter has it; null for all states
   * @param after the cursor of this page; null on the first page
   * @param requested whether a job was just queued again
   * @param dismissed whether a dead job was just dismissed
   * @param enabled whether new videos are processed
   */
  record ProcessingPage(
      MediaJobPage jobs,
      String state,
      Long after,
      boolean requested,
      boolean dismissed,
      boolean enabled) {

    public boolean first() {
      return after == null;
    }

    /** Returns the filter as a query string, for the links to other pages. */
    public String query() {
      return QueryString.of("state", state);
    }
  }

  @GET
  @FollowsChanges
  @Operation(hidden = true)
  public TemplateInstance list(
      @QueryParam("state") String state,
      @QueryParam("after") String after,
      @QueryParam("requested") boolean requested,
      @QueryParam("dismissed") boolean dismissed) {
    var filter =
        state == null || state.isBlank() ? null : QueryEnum.parse(JobState.class, "state", state);
    var position = QueryNumber.parse("after", after);
    return Templates.processing(
        new ProcessingPage(
            jobs.findPage(filter, null, position, PAGE_SIZE),
            filter == null ? null : filter.name().toLowerCase(Locale.ROOT),
            position,
            requested,
            dismissed,
            jobs.isEnabled()));
  }

  /**
   * Has a job repeated, and returns to the same list.
   *
   * @param back {@code video} to return to the page of the video instead
   * @param query of the listing to which that page leads back
   */
  @POST
  @Path("{videoId}/requests")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response request(
      @PathParam("videoId") String videoId,
      @FormParam("kind") String kind,
      @FormParam("state") String state,
      @FormParam("back") String back,
      @FormParam("query") @DefaultValue("") String query) {
    jobs.request(videoId, parseKind(kind));
    return seeOther(videoId, back, query, state, "requested");
  }

  /** The same, to dismiss a dead job. */
  @POST
  @Path("{videoId}/dismissals")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response dismiss(
      @PathParam("videoId") String videoId,
      @FormParam("kind") String kind,
      @FormParam("state") String state,
      @FormParam("back") String back,
      @FormParam("query") @DefaultValue("") String query) {
    jobs.dismiss(videoId, parseKind(kind));
    return seeOther(videoId, back, query, state, "dismissed");
  }

  private static JobKind parseKind(String kind) {
    return kind == null || kind.isBlank() ? null : QueryEnum.parse(JobKind.class, "kind", kind);
  }

  private static Response seeOther(
      String videoId, String back, String query, String state, String done) {
    return "video".equals(back)
        ? Redirect.to(
            "/admin/videos/" + videoId, "query", query.isEmpty() ? null : query, done, true)
        : Redirect.to(PATH, "state", state, done, true);
  }
}

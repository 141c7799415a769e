package dev.slipway.admin;

import dev.slipway.account.Role;
import dev.slipway.catalogue.live.FollowsChanges;
import dev.slipway.processing.JobState;
import dev.slipway.processing.MediaJobs;
import dev.slipway.processing.MediaJobs.MediaJobPage;
import dev.slipway.processing.work.JobKind;
import dev.slipway.web.KebabCase;
import dev.slipway.web.QueryString;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
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
import java.util.Arrays;
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
   * @param refused why the last request was refused, or null
   * @param enabled whether new videos are processed
   */
  record ProcessingPage(
      MediaJobPage jobs,
      String state,
      Long after,
      boolean requested,
      boolean dismissed,
      String refused,
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
      @QueryParam("dismissed") boolean dismissed,
      @QueryParam("refused") String refused) {
    var filter =
        state == null || state.isBlank() ? null : QueryEnum.parse(JobState.class, "state", state);
    var position = QueryNumber.parseCursor("after", after);
    return Templates.processing(
        new ProcessingPage(
            jobs.findPage(filter, null, position, PAGE_SIZE),
            filter == null ? null : KebabCase.of(filter),
            position,
            requested,
            dismissed,
            explainRefusal(refused),
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
    var wanted = parseKind(kind);
    return answer(videoId, back, query, state, "requested", () -> jobs.request(videoId, wanted));
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
    var wanted = parseKind(kind);
    return answer(videoId, back, query, state, "dismissed", () -> jobs.dismiss(videoId, wanted));
  }

  private static JobKind parseKind(String kind) {
    return kind == null || kind.isBlank() ? null : QueryEnum.parse(JobKind.class, "kind", kind);
  }

  /** Makes a change, and leads back to the page, which says what was done or why it was not. */
  private static Response answer(
      String videoId, String back, String query, String state, String done, Runnable change) {
    Object[] result = {done, true};
    try {
      change.run();
    } catch (ProblemException refusal) {
      var code = refusal.code();
      if (code == ErrorCode.NOT_FOUND) {
        throw refusal;
      }
      result = new Object[] {"refused", code.code()};
    }
    return "video".equals(back)
        ? Redirect.to(
            "/admin/videos/" + videoId,
            "query",
            query.isEmpty() ? null : query,
            result[0],
            result[1])
        : Redirect.to(PATH, "state", state, result[0], result[1]);
  }

  /**
   * Returns the sentence of an error code that a redirect has added.
   *
   * @param code null or any text
   * @return null if there is no such code
   */
  static String explainRefusal(String code) {
    return Arrays.stream(ErrorCode.values())
        .filter(known -> known.code().equals(code))
        .map(ProcessingPages::explain)
        .findFirst()
        .orElse(null);
  }

  private static String explain(ErrorCode code) {
    return code == ErrorCode.PROCESSING_DISABLED
        ? "Processing, or this kind of it, is switched off in this installation"
        : code.title();
  }
}

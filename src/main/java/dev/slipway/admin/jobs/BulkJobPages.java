package dev.slipway.admin.jobs;

import dev.slipway.account.Role;
import dev.slipway.admin.jobs.BulkConfirmations.BulkConfirmation;
import dev.slipway.admin.jobs.BulkConfirmations.Refusal;
import dev.slipway.catalogue.bulkjob.BulkAction;
import dev.slipway.catalogue.bulkjob.BulkJobFailure;
import dev.slipway.catalogue.bulkjob.BulkJobInput;
import dev.slipway.catalogue.bulkjob.BulkJobView;
import dev.slipway.catalogue.bulkjob.BulkJobs;
import dev.slipway.web.Page;
import dev.slipway.web.Redirect;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.problem.QueryEnum;
import dev.slipway.web.problem.QueryNumber;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
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
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages on which administrators begin, follow, stop, resume and undo bulk jobs. */
@Path(BulkJobPages.PATH)
@Blocking
@RolesAllowed(Role.ADMIN_NAME)
@Produces(MediaType.TEXT_HTML)
class BulkJobPages {
  static final String PATH = "/admin/jobs";
  private static final int PAGE_SIZE = 25;
  private static final int FAILURES_PAGE_SIZE = 50;

  /** In characters. Common proxies accept 8 kB, with the path. */
  private static final int MAX_QUERY = 7_000;

  private final BulkJobs jobs;
  private final BulkConfirmations confirmations;

  BulkJobPages(BulkJobs jobs, BulkConfirmations confirmations) {
    this.jobs = jobs;
    this.confirmations = confirmations;
  }

  @CheckedTemplate(basePath = "admin")
  static class Templates {
    static native TemplateInstance jobs(JobsPage page);

    static native TemplateInstance job(JobPage page);

    static native TemplateInstance jobConfirmation(BulkConfirmation page);

    private Templates() {}
  }

  /**
   * @param begun the job that was just begun, or null
   * @param first whether this is the first page
   */
  record JobsPage(Page<BulkJobView, Long> jobs, Long begun, boolean first) {
    /** Whether any of the jobs still progresses. */
    public boolean open() {
      return jobs.items().stream().anyMatch(job -> job.status().isOpen());
    }
  }

  /**
   * @param first whether this is the first page of the failures
   */
  record JobPage(BulkJobView job, Page<BulkJobFailure, String> failures, boolean first) {
    public String path() {
      return PATH + "/" + job.id();
    }
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance list(
      @QueryParam("after") String after, @QueryParam("begun") String begun) {
    var position = QueryNumber.parseCursor("after", after);
    return Templates.jobs(
        new JobsPage(
            jobs.findNewest(position, PAGE_SIZE),
            QueryNumber.parse("begun", begun),
            position == null));
  }

  /** Shows one job, and the videos that it could not change. */
  @GET
  @Path("{id}")
  @Operation(hidden = true)
  public TemplateInstance show(@PathParam("id") long id, @QueryParam("after") String after) {
    return Templates.job(
        new JobPage(
            jobs.require(id), jobs.findFailures(id, after, FAILURES_PAGE_SIZE), after == null));
  }

  /**
   * Opens the confirmation of what was selected in the listing. It has an address, so that the
   * browser can go back to it without sending a form again.
   */
  @POST
  @Path("confirmation")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response select(@BeanParam BulkSelectionForm form) {
    var selection = form.toSelection();
    var query = selection.query();
    return query.length() <= MAX_QUERY
        ? Redirect.toAddress(PATH + "/confirmation", query)
        : Response.ok(Templates.jobConfirmation(confirmations.read(selection))).build();
  }

  /** Asks whether the selected videos are to be changed, and states how many they are. */
  @GET
  @Path("confirmation")
  @Operation(hidden = true)
  public TemplateInstance confirm(
      @QueryParam("action") @DefaultValue("") String action,
      @QueryParam("scope") String scope,
      @QueryParam("ids") String ids,
      @QueryParam("filter") String filter,
      @QueryParam("back") String back) {
    return Templates.jobConfirmation(
        confirmations.read(BulkSelection.parse(action, scope, ids, filter, back)));
  }

  /** Begins a job, or asks again with what has to be corrected. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public Response begin(
      @FormParam("action") String action,
      @FormParam("visibility") String visibility,
      @FormParam("owner") String owner,
      @FormParam("filter") String filter,
      @FormParam("ids") @DefaultValue("") String ids,
      @FormParam("all") String all,
      @FormParam("back") String back) {
    List<String> named = ids.isBlank() ? null : Arrays.asList(ids.split(","));
    try {
      return toList(
          jobs.begin(new BulkJobInput(action, visibility, owner, filter, named, all != null)));
    } catch (ProblemException problem) {
      var refusal = toRefusal(problem, owner);
      var chosen = QueryEnum.parse(BulkAction.class, "action", action);
      var selection =
          filter == null
              ? BulkSelection.ofRows(chosen, Stream.of(ids.split(",")), back)
              : BulkSelection.ofFilter(chosen, filter, back);
      return Response.status(problem.toProblem().status())
          .entity(Templates.jobConfirmation(confirmations.read(selection, refusal)))
          .build();
    }
  }

  /**
   * What the administrator can correct in the form, or repeat later.
   *
   * @throws ProblemException the problem, if it is another one
   */
  private Refusal toRefusal(ProblemException problem, String owner) {
    if (problem.code() == ErrorCode.BULK_JOB_LIMIT) {
      return new Refusal(problem.getMessage(), owner, false);
    }
    if (owner != null && !jobs.canOwnVideos(owner)) {
      var text = "There is no account with this name, or it may not upload. Check the name.";
      return new Refusal(text, owner, true);
    }
    throw problem;
  }

  @POST
  @Path("{id}/stop")
  @Operation(hidden = true)
  public Response stop(@PathParam("id") long id, @FormParam("back") String back) {
    jobs.stop(id);
    return toPageOf(id, back);
  }

  @POST
  @Path("{id}/resume")
  @Operation(hidden = true)
  public Response resume(@PathParam("id") long id, @FormParam("back") String back) {
    jobs.resume(id);
    return toPageOf(id, back);
  }

  @POST
  @Path("{id}/undo")
  @Operation(hidden = true)
  public Response undo(@PathParam("id") long id) {
    return toList(jobs.undo(id));
  }

  /**
   * @param back {@code job} on the page of the job; null in the list
   */
  private static Response toPageOf(long id, String back) {
    return Redirect.to("job".equals(back) ? PATH + "/" + id : PATH);
  }

  private static Response toList(BulkJobView begun) {
    return Redirect.to(PATH, "begun", begun.id());
  }
}

package dev.slipway.lab;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The index of the lab. */
@Path("/lab")
@Blocking
@Authenticated
@Produces(MediaType.TEXT_HTML)
class LabPages {
  /** The steps of a tour that takes half an hour. */
  private static final List<RouteStep> ROUTE =
      List.of(
          new RouteStep(Experiment.WALK, "Upload in seven steps"),
          new RouteStep(Experiment.SIGNATURE, "Take a URL apart"),
          new RouteStep(Experiment.ATTACKS, "Attack a URL"),
          new RouteStep(Experiment.COMPARISON, "Measure four ways"),
          new RouteStep(Experiment.FAULTS, "Cause faults, as an administrator"),
          new RouteStep(Experiment.QUESTIONS, "Answer an interviewer"),
          new RouteStep(Experiment.CHEAT_SHEET, "Print a summary"));

  private final ExperimentAccess access;

  LabPages(ExperimentAccess access) {
    this.access = access;
  }

  @GET
  @Operation(hidden = true)
  public TemplateInstance index() {
    return Templates.index(
        Arrays.stream(Experiment.values()).filter(access::exists).map(this::entryOf).toList(),
        ROUTE.stream().filter(step -> access.exists(step.experiment())).toList());
  }

  private Entry entryOf(Experiment experiment) {
    return new Entry(experiment, access.missingRole(experiment).isPresent());
  }

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance index(List<Entry> experiments, List<RouteStep> route);

    private Templates() {}
  }

  /**
   * An experiment as the caller sees it.
   *
   * @param needsAnotherAccount whether the caller lacks the role that the page needs
   */
  record Entry(Experiment experiment, boolean needsAnotherAccount) {}

  /** A step of the route. */
  record RouteStep(Experiment experiment, String action) {}
}

package dev.slipway.lab.comparison;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.quota.Quotas;
import dev.slipway.lab.BinarySize;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page that starts runs and compares them. */
@Path("/lab/comparison")
@Blocking
@Authenticated
@Produces(MediaType.TEXT_HTML)
class ComparisonPages {
  /** With smaller files the requests around them hide a part of the difference. */
  private static final int PROPOSED_SIZE = 16 << 20;

  private final Comparisons comparisons;
  private final RunRequirements requirements;
  private final Quotas quotas;
  private final CurrentAccount caller;

  ComparisonPages(
      Comparisons comparisons, RunRequirements requirements, Quotas quotas, CurrentAccount caller) {
    this.comparisons = comparisons;
    this.requirements = requirements;
    this.quotas = quotas;
    this.caller = caller;
  }

  /**
   * @param run the ids of the runs to compare; none for all that are like the newest
   */
  @GET
  @Operation(hidden = true)
  public TemplateInstance comparison(@QueryParam("run") List<String> run) {
    return Templates.comparison(
        RunSelection.of(comparisons.findNewest(), run), sizes(), caller.isCreator());
  }

  private List<SizeChoice> sizes() {
    var quota = quotas.viewOf(caller.getName());
    var videos = ComparisonRequest.CLIENTS.get(ComparisonRequest.CLIENTS.size() - 1);
    return ComparisonRequest.SIZES.stream()
        .map(
            size -> {
              var needed = requirements.neededBytes(size, videos);
              return new SizeChoice(size, needed, requirements.fits(quota, needed, videos));
            })
        .toList();
  }

  /**
   * A size that can be chosen.
   *
   * @param neededBytes of the quota during a run
   * @param fits whether the caller's quota has room
   */
  record SizeChoice(int bytes, long neededBytes, boolean fits) {
    /** Whether the form proposes this size. */
    public boolean selected() {
      return fits && bytes == PROPOSED_SIZE;
    }

    public String text() {
      return BinarySize.of(bytes);
    }

    public String neededText() {
      return BinarySize.of(neededBytes);
    }
  }

  @CheckedTemplate(basePath = "lab")
  static class Templates {
    static native TemplateInstance comparison(
        RunSelection selection, List<SizeChoice> sizes, boolean mayRun);

    private Templates() {}
  }
}

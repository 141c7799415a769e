package dev.slipway.media.checks;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.media.sandbox.Protection;
import dev.slipway.media.sandbox.SandboxInspector;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.stream.Collectors;

/** Checks what the system enforces when ffprobe reads a file. */
@ApplicationScoped
class MediaSandboxCheck implements Check {
  private static final String SEE = " See docs/media.md.";

  private final SandboxInspector inspector;
  private final MediaJobsSettings jobs;

  MediaSandboxCheck(SandboxInspector inspector, MediaJobsSettings jobs) {
    this.inspector = inspector;
    this.jobs = jobs;
  }

  @Override
  public String name() {
    return "Media sandbox";
  }

  @Override
  public boolean concernsWorkers() {
    return true;
  }

  @Override
  public CheckResult run(String pageOrigin) {
    return jobs.reasonForNone().map(CheckResult::fine).orElseGet(this::check);
  }

  private CheckResult check() {
    try {
      return explain(EnumSet.copyOf(inspector.inForce()));
    } catch (UncheckedIOException e) {
      return CheckResult.broken(
          "No temporary files can be created (%s). Set SLIPWAY_MEDIA_SANDBOX_WORK_DIR to a directory"
                  .formatted(e.getMessage())
              + " with free space.");
    }
  }

  static CheckResult explain(EnumSet<Protection> inForce) {
    var missing = EnumSet.complementOf(inForce);
    var found = "In force: %s.".formatted(inForce.isEmpty() ? "none" : list(inForce));
    if (missing.isEmpty()) {
      return CheckResult.fine(found);
    }
    var text = "%s Not in force: %s.".formatted(found, list(missing));
    if (missing.contains(Protection.MEMORY) || missing.contains(Protection.PROCESSOR_TIME)) {
      return CheckResult.weak(
          text + " A malicious file can use all memory. Run media jobs on Linux." + SEE);
    }
    if (missing.contains(Protection.NETWORK)) {
      return CheckResult.unknown(
          text + " Run media jobs in a container without a route to the internet." + SEE);
    }
    return missing.contains(Protection.ISOLATION)
        ? CheckResult.unknown(text + " Run media jobs as a user without privileges." + SEE)
        : CheckResult.fine(
            found
                + " Other limits make up for these, which are missing here: %s."
                    .formatted(list(missing)));
  }

  private static String list(Collection<Protection> protections) {
    return protections.stream().map(Protection::description).collect(Collectors.joining(", "));
  }
}

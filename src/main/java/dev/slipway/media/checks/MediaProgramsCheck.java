package dev.slipway.media.checks;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.media.program.MediaProgram;
import dev.slipway.media.program.MediaPrograms;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks that ffprobe runs, and whether its version has a known vulnerability. */
@ApplicationScoped
class MediaProgramsCheck implements Check {
  private final MediaPrograms programs;
  private final MediaJobsSettings jobs;

  MediaProgramsCheck(MediaPrograms programs, MediaJobsSettings jobs) {
    this.programs = programs;
    this.jobs = jobs;
  }

  @Override
  public String name() {
    return "Media programs";
  }

  @Override
  public boolean concernsWorkers() {
    return true;
  }

  @Override
  public CheckResult run(String pageOrigin) {
    return jobs.reasonForNone()
        .map(CheckResult::fine)
        .orElseGet(
            () -> programs.ffprobe().map(MediaProgramsCheck::check).orElseGet(this::missing));
  }

  private CheckResult missing() {
    return CheckResult.broken(
        "Videos wait until they are probed. "
            + programs.problem("ffprobe").orElse("ffprobe has just been found: check again."));
  }

  private static CheckResult check(MediaProgram ffprobe) {
    var found =
        "ffprobe %s (%s, %s)"
            .formatted(ffprobe.version(), ffprobe.executable(), licence(ffprobe.configuration()));
    var isVulnerable = KnownAdvisories.isVulnerable(ffprobe.version());
    if (isVulnerable.isEmpty()) {
      return CheckResult.unknown(
          found
              + " is not a release, so it can't be compared with advisories. It should be 8.1.2"
              + " or newer.");
    }
    return isVulnerable.get()
        ? CheckResult.weak(
            found
                + " has CVE-2026-8461, unless its distribution has fixed it. Slipway doesn't use the"
                + " decoder concerned. Install ffmpeg 8.1.2 or newer, or set SLIPWAY_MEDIA_FFPROBE"
                + " to one.")
        : CheckResult.fine(found + ".");
  }

  private static String licence(String configuration) {
    if (configuration.contains("--enable-nonfree")) {
      return "not redistributable";
    }
    return configuration.contains("--enable-gpl") ? "GPL build" : "LGPL build";
  }
}

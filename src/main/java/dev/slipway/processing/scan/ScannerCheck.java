package dev.slipway.processing.scan;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.media.checks.MediaJobsSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks that the malware scanner answers, if there is one and this process needs it. */
@ApplicationScoped
class ScannerCheck implements Check {
  private final MalwareScanner scanner;
  private final MediaJobsSettings jobs;

  ScannerCheck(MalwareScanner scanner, MediaJobsSettings jobs) {
    this.scanner = scanner;
    this.jobs = jobs;
  }

  @Override
  public String name() {
    return "Malware scanner";
  }

  @Override
  public boolean concernsWorkers() {
    return true;
  }

  @Override
  public CheckResult run(String pageOrigin) {
    if (scanner.isEnabled() && !jobs.areEnabled()) {
      return CheckResult.weak(
          "Files are not scanned, although SLIPWAY_SCAN_ADDRESS is set: SLIPWAY_PROCESSING_ENABLED is"
              + " false. Set it to true.");
    }
    return jobs.reasonForNone().map(CheckResult::fine).orElseGet(this::check);
  }

  private CheckResult check() {
    if (!scanner.isEnabled()) {
      return CheckResult.fine(
          "Not in use: without SLIPWAY_SCAN_ADDRESS, files aren't scanned for malware.");
    }
    try {
      return CheckResult.fine(
          "The scanner at %s answers: %s".formatted(scanner.formatAddress(), scanner.version()));
    } catch (ScannerUnavailableException e) {
      return CheckResult.broken(
          e.getMessage()
              + ". New videos wait until it does. Start it, or correct SLIPWAY_SCAN_ADDRESS.");
    }
  }
}

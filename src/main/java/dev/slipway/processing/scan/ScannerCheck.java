package dev.slipway.processing.scan;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks that the malware scanner answers, if there is one. */
@ApplicationScoped
class ScannerCheck implements Check {
  private final MalwareScanner scanner;

  ScannerCheck(MalwareScanner scanner) {
    this.scanner = scanner;
  }

  @Override
  public String name() {
    return "Malware scanner";
  }

  @Override
  public CheckResult run(String pageOrigin) {
    if (!scanner.isEnabled()) {
      return CheckResult.fine("Files are not scanned, because SLIPWAY_SCAN_ADDRESS is not set.");
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

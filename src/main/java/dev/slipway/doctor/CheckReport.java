package dev.slipway.doctor;

import java.util.Comparator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What one check found.
 *
 * @param name of the check
 * @param millis that it took
 */
@Schema(name = "Diagnosis")
public record CheckReport(String name, CheckStatus verdict, String sentence, long millis) {
  /** The worst first. */
  static final Comparator<CheckReport> WORST_FIRST =
      Comparator.comparing(CheckReport::verdict).thenComparing(CheckReport::name);

  static CheckReport of(String name, CheckResult finding, long millis) {
    return new CheckReport(name, finding.status(), finding.message(), millis);
  }
}

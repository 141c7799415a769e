package dev.slipway.doctor;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What all checks found, at one time.
 *
 * @param at null where nobody has looked since the start
 * @param checks the worst first
 */
@Schema(name = "Examination")
public record DoctorReport(Instant at, List<CheckReport> checks) {
  static final DoctorReport NONE = new DoctorReport(null, List.of());

  boolean isAllFine() {
    return count(CheckStatus.FINE) == checks.size();
  }

  public long count(CheckStatus verdict) {
    return checks.stream().filter(check -> check.verdict() == verdict).count();
  }
}

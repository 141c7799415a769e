package dev.slipway.doctor;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The results of all checks at one time.
 *
 * @param at null if the checks have not run since the start
 * @param checks worst first
 */
@Schema(name = "Examination")
public record DoctorReport(Instant at, List<CheckReport> checks) {
  static final DoctorReport NONE = new DoctorReport(null, List.of());

  // Not public: it would become a JSON property.
  boolean isAllFine() {
    return count(CheckStatus.FINE) == checks.size();
  }

  public long count(CheckStatus status) {
    return checks.stream().filter(check -> check.status() == status).count();
  }
}

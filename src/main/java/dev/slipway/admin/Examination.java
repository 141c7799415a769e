package dev.slipway.admin;

import dev.slipway.web.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * What all checks found, at one time.
 *
 * @param at null where nobody has looked since the start
 * @param checks the worst first
 */
record Examination(Instant at, List<Diagnosis> checks) {
  static final Examination NONE = new Examination(null, List.of());

  boolean isAllFine() {
    return count(Verdict.FINE) == checks.size();
  }

  long count(Verdict verdict) {
    return checks.stream().filter(check -> check.verdict() == verdict).count();
  }
}

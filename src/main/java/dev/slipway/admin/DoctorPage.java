package dev.slipway.admin;

import dev.slipway.web.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the page shows. */
record DoctorPage(Examination examination) {
  public boolean isExamined() {
    return examination.at() != null;
  }

  public List<Diagnosis> checks() {
    return examination.checks();
  }

  /** Such as {@code 1 broken, 2 unknown, 9 fine}. */
  public String summary() {
    return Stream.of(Verdict.values())
        .filter(verdict -> examination.count(verdict) > 0)
        .map(verdict -> examination.count(verdict) + " " + verdict.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}

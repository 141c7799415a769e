package dev.slipway.admin;

import dev.slipway.doctor.CheckReport;
import dev.slipway.doctor.CheckStatus;
import dev.slipway.doctor.DoctorReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the page shows. */
record DoctorPage(DoctorReport report) {
  public boolean hasRun() {
    return report.at() != null;
  }

  public List<CheckReport> checks() {
    return report.checks();
  }

  /** Such as {@code 1 broken, 2 unknown, 9 fine}. */
  public String summary() {
    return Stream.of(CheckStatus.values())
        .filter(verdict -> report.count(verdict) > 0)
        .map(verdict -> report.count(verdict) + " " + verdict.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}

package dev.slipway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.LogLines;
import dev.slipway.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoctorAtStartTest {
  private final LogLines lines = LogLines.of(DoctorAtStart.class.getName());

  @AfterEach
  void stopListening() {
    lines.close();
  }

  @Test
  void logsOneLineWhenAllChecksAreFine() {
    runAndLog(CheckResult.fine("Good."), CheckResult.fine("Good."));

    assertThat(lines.all()).containsExactly("INFO Doctor: all 2 checks are fine");
  }

  @Test
  void warnsOnlyAboutFixableProblems() {
    runAndLog(CheckResult.fine("Good."), CheckResult.unknown("Look."), CheckResult.broken("Mend."));

    assertThat(lines.all()).containsExactly("WARN Doctor: 2: Mend.", "INFO Doctor: 1: Look.");
  }

  @Test
  void rerunsUntilNothingIsBroken() {
    var findings = new ArrayList<>(List.of(CheckResult.broken("Mend."), CheckResult.fine("Good.")));
    var doctor = doctorOf(List.of(new ChangingCheck(findings)));
    var later = new DoctorAtStart(doctor, new AtStart());

    later.runAndLog();
    later.rerunIfBroken();
    later.rerunIfBroken();

    assertThat(lines.all())
        .containsExactly("WARN Doctor: mended: Mend.", "INFO Doctor: all 1 checks are fine");
  }

  private static void runAndLog(CheckResult... findings) {
    var checks = new ArrayList<Check>();
    for (var finding : findings) {
      checks.add(new FixedCheck(String.valueOf(checks.size()), finding));
    }
    new DoctorAtStart(doctorOf(checks), new AtStart()).runAndLog();
  }

  private static Doctor doctorOf(List<Check> checks) {
    return new Doctor(checks, new AtStart(), new SettableClock(), Duration.ofSeconds(5));
  }

  /** Finds something else each time. */
  private record ChangingCheck(List<CheckResult> findings) implements Check {
    @Override
    public String name() {
      return "mended";
    }

    @Override
    public CheckResult run(String pageOrigin) {
      return findings.remove(0);
    }
  }

  private record FixedCheck(String name, CheckResult finding) implements Check {
    @Override
    public CheckResult run(String pageOrigin) {
      return finding;
    }
  }

  private record AtStart() implements DoctorConfig {
    @Override
    public boolean atStart() {
      return true;
    }

    @Override
    public Optional<String> origin() {
      return Optional.empty();
    }
  }
}

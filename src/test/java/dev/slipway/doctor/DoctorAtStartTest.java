package dev.slipway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoctorAtStartTest {
  private final CapturedLog lines = CapturedLog.of(DoctorAtStart.class.getName());

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
    runAndLog(
        CheckResult.fine("Good."), CheckResult.unknown("Check it."), CheckResult.broken("Fix it."));

    assertThat(lines.all()).containsExactly("WARN Doctor: 2: Fix it.", "INFO Doctor: 1: Check it.");
  }

  @Test
  void rerunsUntilNothingIsBroken() {
    var results =
        new ArrayList<>(List.of(CheckResult.broken("Fix it."), CheckResult.fine("Good.")));
    var doctor = doctorOf(List.of(new ChangingCheck(results)));
    var doctorAtStart = new DoctorAtStart(doctor, new AtStart());

    doctorAtStart.runOnSchedule();
    doctorAtStart.runOnSchedule();
    doctorAtStart.runOnSchedule();

    assertThat(lines.all())
        .containsExactly("WARN Doctor: changing: Fix it.", "INFO Doctor: all 1 checks are fine");
  }

  private static void runAndLog(CheckResult... results) {
    var checks = new ArrayList<Check>();
    for (var result : results) {
      checks.add(new FixedCheck(String.valueOf(checks.size()), result));
    }
    new DoctorAtStart(doctorOf(checks), new AtStart()).runOnSchedule();
  }

  private static Doctor doctorOf(List<Check> checks) {
    return new Doctor(checks, new AtStart(), new SettableClock(), Duration.ofSeconds(5));
  }

  /** Returns the next result each time. */
  private record ChangingCheck(List<CheckResult> results) implements Check {
    @Override
    public String name() {
      return "changing";
    }

    @Override
    public CheckResult run(String pageOrigin) {
      return results.remove(0);
    }
  }

  private record FixedCheck(String name, CheckResult result) implements Check {
    @Override
    public CheckResult run(String pageOrigin) {
      return result;
    }
  }

  private record AtStart() implements DoctorConfig {
    @Override
    public boolean atStart() {
      return true;
    }

    @Override
    public Optional<List<String>> origin() {
      return Optional.empty();
    }
  }
}

package dev.slipway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoctorAtStartTest {
  private final SettableClock clock = new SettableClock();
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
    var doctorAtStart = started(doctor);

    doctorAtStart.runOnSchedule();
    doctorAtStart.runOnSchedule();
    assertThat(lines.all()).hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    doctorAtStart.runOnSchedule();
    clock.advance(Duration.ofHours(2));
    doctorAtStart.runOnSchedule();

    assertThat(lines.all())
        .containsExactly("WARN Doctor: changing: Fix it.", "INFO Doctor: all 1 checks are fine");
  }

  @Test
  void repeatsEverMoreRarelyButAtLeastEveryHour() {
    var results = new ArrayList<>(Collections.nCopies(20, CheckResult.broken("Fix it.")));
    var doctorAtStart = started(doctorOf(List.of(new ChangingCheck(results))));

    for (var minute = 0; minute <= 3 * 60; minute++) {
      doctorAtStart.runOnSchedule();
      clock.advance(Duration.ofMinutes(1));
    }

    // After 0, 1, 3, 7, 15, 31, 63, 123 minutes.
    assertThat(lines.all()).hasSize(8);
  }

  @Test
  void waitsForTheServerButNotForEver() throws IOException {
    var doctorAtStart = withServerAt(closedPort());

    doctorAtStart.runOnSchedule();
    assertThat(lines.all()).isEmpty();
    clock.advance(Duration.ofMinutes(2));
    doctorAtStart.runOnSchedule();

    assertThat(lines.all()).hasSize(1);
  }

  /** After a live reload, no event reports the server. */
  @Test
  void findsAServerThatListensAlready() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      withServerAt(server.getLocalPort()).runOnSchedule();
    }

    assertThat(lines.all()).hasSize(1);
  }

  @Test
  void probesTheLoopbackAddressOfAServerThatListensEverywhere() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(new ServerProbe("0.0.0.0", server.getLocalPort()).isListening()).isTrue();
    }
    assertThat(new ServerProbe("0.0.0.0", closedPort()).isListening()).isFalse();
  }

  private DoctorAtStart withServerAt(int port) {
    return new DoctorAtStart(
        doctorOf(List.of(new FixedCheck("1", CheckResult.fine("Good.")))),
        new AtStart(),
        new ServerProbe("127.0.0.1", port),
        clock);
  }

  private static int closedPort() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return server.getLocalPort();
    }
  }

  private DoctorAtStart started(Doctor doctor) {
    var doctorAtStart =
        new DoctorAtStart(doctor, new AtStart(), new ServerProbe("127.0.0.1", 0), clock);
    doctorAtStart.listening(null);
    return doctorAtStart;
  }

  private void runAndLog(CheckResult... results) {
    var checks = new ArrayList<Check>();
    for (var result : results) {
      checks.add(new FixedCheck(String.valueOf(checks.size()), result));
    }
    started(doctorOf(checks)).runOnSchedule();
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

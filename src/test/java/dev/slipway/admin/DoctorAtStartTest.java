package dev.slipway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.LogLines;
import dev.slipway.testing.SettableClock;
import dev.slipway.web.Check;
import dev.slipway.web.Finding;
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
  void saysInOneLineThatAllIsFine() {
    tell(Finding.fine("Good."), Finding.fine("Good."));

    assertThat(lines.all()).containsExactly("INFO Doctor: all 2 checks are fine");
  }

  @Test
  void warnsOfWhatCanBeMendedOnly() {
    tell(Finding.fine("Good."), Finding.unknown("Look."), Finding.broken("Mend."));

    assertThat(lines.all()).containsExactly("WARN Doctor: 2: Mend.", "INFO Doctor: 1: Look.");
  }

  @Test
  void looksAgainUntilNothingIsBroken() {
    var findings = new ArrayList<>(List.of(Finding.broken("Mend."), Finding.fine("Good.")));
    var doctor = doctorOf(List.of(new Mended(findings)));
    var later = new DoctorAtStart(doctor, new AtStart());

    later.look();
    later.lookAgain();
    later.lookAgain();

    assertThat(lines.all())
        .containsExactly("WARN Doctor: mended: Mend.", "INFO Doctor: all 1 checks are fine");
  }

  private static void tell(Finding... findings) {
    var checks = new ArrayList<Check>();
    for (var finding : findings) {
      checks.add(new Found(String.valueOf(checks.size()), finding));
    }
    new DoctorAtStart(doctorOf(checks), new AtStart()).look();
  }

  private static Doctor doctorOf(List<Check> checks) {
    return new Doctor(checks, new AtStart(), new SettableClock(), Duration.ofSeconds(5));
  }

  /** Finds something else each time. */
  private record Mended(List<Finding> findings) implements Check {
    @Override
    public String name() {
      return "mended";
    }

    @Override
    public Finding look(String pageOrigin) {
      return findings.remove(0);
    }
  }

  private record Found(String name, Finding finding) implements Check {
    @Override
    public Finding look(String pageOrigin) {
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

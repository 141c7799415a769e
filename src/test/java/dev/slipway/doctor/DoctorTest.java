package dev.slipway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DoctorTest {
  private final SettableClock clock = new SettableClock();

  @Test
  void sortsWorstResultsFirst() {
    var doctor =
        doctor(
            check("good", origin -> CheckResult.fine("Fine.")),
            check("hidden", origin -> CheckResult.unknown("Unknown.")),
            check("bad", origin -> CheckResult.broken("Fix it.")),
            check("poor", origin -> CheckResult.weak("Improve it.")));

    var report = doctor.runChecks(null);

    assertThat(report.checks())
        .extracting(CheckReport::name)
        .containsExactly("bad", "poor", "hidden", "good");
    assertThat(report.at()).isEqualTo(clock.instant());
    assertThat(report.isAllFine()).isFalse();
    assertThat(doctor.latestReport()).isSameAs(report);
  }

  @Test
  void reportsHangingCheckAsUnknown() {
    var release = new CountDownLatch(1);
    var doctor =
        doctor(check("hangs", origin -> awaitLatch(release)), check("good", origin -> fine()));

    var report = doctor.runChecks(null);
    release.countDown();

    assertThat(report.checks().get(0).status()).isEqualTo(CheckStatus.UNKNOWN);
    assertThat(report.checks().get(0).message()).contains("No result after");
    assertThat(report.count(CheckStatus.FINE)).isEqualTo(1);
  }

  @Test
  void reportsThrowingCheckAsUnknownWithoutItsMessage() {
    var doctor =
        doctor(
            check(
                "fails",
                origin -> {
                  throw new IllegalStateException("secret");
                }));

    var result = doctor.runChecks(null).checks().get(0);

    assertThat(result.status()).isEqualTo(CheckStatus.UNKNOWN);
    assertThat(result.message()).doesNotContain("secret");
  }

  @Test
  void passesTheConfiguredOrLastKnownPageOrigin() {
    var check = check("origin", origin -> CheckResult.fine(String.valueOf(origin)));

    var doctor = doctor(check);
    assertThat(doctor.runChecks("http://asked").checks().get(0).message())
        .isEqualTo("http://asked");
    assertThat(doctor.runChecks(null).checks().get(0).message()).isEqualTo("http://asked");
    assertThat(originOf(doctor(List.of("https://set"), check), "http://asked"))
        .isEqualTo("https://set");
  }

  @Test
  void prefersTheConfiguredOriginThatRanTheChecks() {
    var check = check("origin", origin -> CheckResult.fine(String.valueOf(origin)));
    var doctor = doctor(List.of("http://localhost", "http://127.0.0.1"), check);

    assertThat(originOf(doctor, null)).isEqualTo("http://localhost");
    assertThat(originOf(doctor, "http://127.0.0.1")).isEqualTo("http://127.0.0.1");
    assertThat(originOf(doctor, "http://other")).isEqualTo("http://localhost");
  }

  private static String originOf(Doctor doctor, String pageOrigin) {
    return doctor.runChecks(pageOrigin).checks().get(0).message();
  }

  private Doctor doctor(Check... checks) {
    return doctor(List.of(), checks);
  }

  private Doctor doctor(List<String> origins, Check... checks) {
    return new Doctor(List.of(checks), config(origins), clock, Duration.ofMillis(500));
  }

  private static DoctorConfig config(List<String> origins) {
    return new DoctorConfig() {
      @Override
      public boolean atStart() {
        return false;
      }

      @Override
      public Optional<List<String>> origin() {
        return origins.isEmpty() ? Optional.empty() : Optional.of(origins);
      }
    };
  }

  private static Check check(String name, Function<String, CheckResult> run) {
    return new Check() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public CheckResult run(String pageOrigin) {
        return run.apply(pageOrigin);
      }
    };
  }

  private static CheckResult fine() {
    return CheckResult.fine("Fine.");
  }

  private static CheckResult awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return fine();
  }
}

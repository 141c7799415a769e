package dev.slipway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.admin.TextSegment;
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
            check("bad", origin -> CheckResult.broken("Mend it.")),
            check("poor", origin -> CheckResult.weak("Better it.")));

    var examination = doctor.runChecks(null);

    assertThat(examination.checks())
        .extracting(CheckReport::name)
        .containsExactly("bad", "poor", "hidden", "good");
    assertThat(examination.at()).isEqualTo(clock.instant());
    assertThat(examination.isAllFine()).isFalse();
    assertThat(doctor.latestReport()).isSameAs(examination);
  }

  @Test
  void reportsHangingCheckAsUnknown() {
    var end = new CountDownLatch(1);
    var doctor = doctor(check("hangs", origin -> awaitLatch(end)), check("good", origin -> fine()));

    var examination = doctor.runChecks(null);
    end.countDown();

    assertThat(examination.checks().get(0).verdict()).isEqualTo(CheckStatus.UNKNOWN);
    assertThat(examination.checks().get(0).sentence()).contains("No result after");
    assertThat(examination.count(CheckStatus.FINE)).isEqualTo(1);
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

    var diagnosis = doctor.runChecks(null).checks().get(0);

    assertThat(diagnosis.verdict()).isEqualTo(CheckStatus.UNKNOWN);
    assertThat(diagnosis.sentence()).doesNotContain("secret");
  }

  @Test
  void passesTheConfiguredOrLastKnownPageOrigin() {
    var check = check("origin", origin -> CheckResult.fine(String.valueOf(origin)));

    var doctor = doctor(check);
    assertThat(doctor.runChecks("http://asked").checks().get(0).sentence())
        .isEqualTo("http://asked");
    assertThat(doctor.runChecks(null).checks().get(0).sentence()).isEqualTo("http://asked");
    assertThat(doctor("https://set", check).runChecks("http://asked").checks().get(0).sentence())
        .isEqualTo("https://set");
  }

  @Test
  void splitsOutSettingsActionsAndUrlsAsCode() {
    var sentence = "Set SLIPWAY_STORE_REGION, allow s3:GetObject at http://store:9000 (docs/a.md).";

    assertThat(TextSegment.split(sentence))
        .filteredOn(TextSegment::isCode)
        .extracting(TextSegment::text)
        .containsExactly("SLIPWAY_STORE_REGION", "s3:GetObject", "http://store:9000", "docs/a.md");
    assertThat(
            String.join("", TextSegment.split(sentence).stream().map(TextSegment::text).toList()))
        .isEqualTo(sentence);
  }

  private Doctor doctor(Check... checks) {
    return doctor(null, checks);
  }

  private Doctor doctor(String origin, Check... checks) {
    return new Doctor(List.of(checks), config(origin), clock, Duration.ofMillis(500));
  }

  private static DoctorConfig config(String origin) {
    return new DoctorConfig() {
      @Override
      public boolean atStart() {
        return false;
      }

      @Override
      public Optional<String> origin() {
        return Optional.ofNullable(origin);
      }
    };
  }

  private static Check check(String name, Function<String, CheckResult> look) {
    return new Check() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public CheckResult run(String pageOrigin) {
        return look.apply(pageOrigin);
      }
    };
  }

  private static CheckResult fine() {
    return CheckResult.fine("Fine.");
  }

  private static CheckResult awaitLatch(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return fine();
  }
}

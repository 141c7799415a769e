package dev.slipway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.SettableClock;
import dev.slipway.web.Check;
import dev.slipway.web.Finding;
import dev.slipway.web.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DoctorTest {
  private final SettableClock clock = new SettableClock();

  @Test
  void putsTheWorstFirst() {
    var doctor =
        doctor(
            check("good", origin -> Finding.fine("Fine.")),
            check("hidden", origin -> Finding.unknown("Unknown.")),
            check("bad", origin -> Finding.broken("Mend it.")),
            check("poor", origin -> Finding.weak("Better it.")));

    var examination = doctor.examine(null);

    assertThat(examination.checks())
        .extracting(Diagnosis::name)
        .containsExactly("bad", "poor", "hidden", "good");
    assertThat(examination.at()).isEqualTo(clock.instant());
    assertThat(examination.isAllFine()).isFalse();
    assertThat(doctor.last()).isSameAs(examination);
  }

  @Test
  void waitsForNoCheckThatHangs() {
    var end = new CountDownLatch(1);
    var doctor = doctor(check("hangs", origin -> until(end)), check("good", origin -> fine()));

    var examination = doctor.examine(null);
    end.countDown();

    assertThat(examination.checks().get(0).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(examination.checks().get(0).sentence()).contains("No result after");
    assertThat(examination.count(Verdict.FINE)).isEqualTo(1);
  }

  @Test
  void outlivesACheckThatFails() {
    var doctor =
        doctor(
            check(
                "fails",
                origin -> {
                  throw new IllegalStateException("secret");
                }));

    var diagnosis = doctor.examine(null).checks().get(0);

    assertThat(diagnosis.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(diagnosis.sentence()).doesNotContain("secret");
  }

  @Test
  void tellsChecksWherePagesComeFrom() {
    var check = check("origin", origin -> Finding.fine(String.valueOf(origin)));

    var doctor = doctor(check);
    assertThat(doctor.examine("http://asked").checks().get(0).sentence()).isEqualTo("http://asked");
    assertThat(doctor.examine(null).checks().get(0).sentence()).isEqualTo("http://asked");
    assertThat(doctor("https://set", check).examine("http://asked").checks().get(0).sentence())
        .isEqualTo("https://set");
  }

  @Test
  void showsAsCodeWhatIsTyped() {
    var sentence = "Set SLIPWAY_STORE_REGION, allow s3:GetObject at http://store:9000 (docs/a.md).";

    assertThat(Phrase.of(sentence))
        .filteredOn(Phrase::isCode)
        .extracting(Phrase::text)
        .containsExactly("SLIPWAY_STORE_REGION", "s3:GetObject", "http://store:9000", "docs/a.md");
    assertThat(String.join("", Phrase.of(sentence).stream().map(Phrase::text).toList()))
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

  private static Check check(String name, Function<String, Finding> look) {
    return new Check() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Finding look(String pageOrigin) {
        return look.apply(pageOrigin);
      }
    };
  }

  private static Finding fine() {
    return Finding.fine("Fine.");
  }

  private static Finding until(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return fine();
  }
}

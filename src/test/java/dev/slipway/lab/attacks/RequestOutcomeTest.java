package dev.slipway.lab.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.lab.attacks.bench.Answer;
import dev.slipway.web.problem.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestOutcomeTest {
  @Test
  void countsTheStatusesOfTheDefenceAsRefusal() {
    assertThat(RequestOutcome.of(answer(403, "SignatureDoesNotMatch"), Defence.SIGNATURE))
        .isEqualTo(RequestOutcome.REFUSED);
    assertThat(RequestOutcome.of(answer(412, "PreconditionFailed"), Defence.PRECONDITION))
        .isEqualTo(RequestOutcome.REFUSED);
    assertThat(RequestOutcome.of(answer(404, "not-found"), Defence.APPLICATION))
        .isEqualTo(RequestOutcome.REFUSED);
    assertThat(RequestOutcome.of(answer(204, ""), Defence.SIGNATURE))
        .isEqualTo(RequestOutcome.ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 408, 412, 429, 500, 503})
  void countsNoOtherStatusAsRefusalByTheSignature(int status) {
    assertThatThrownBy(() -> RequestOutcome.of(answer(status, "SlowDown"), Defence.SIGNATURE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(status + " SlowDown")
        .extracting(e -> ((ProblemException) e).toProblem().code())
        .isEqualTo("store-unavailable");
  }

  @Test
  void countsNoInvalidAccessKeyAsRefusal() {
    assertThatThrownBy(
            () -> RequestOutcome.of(answer(403, "InvalidAccessKeyId"), Defence.SIGNATURE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("run the doctor");
  }

  private static Answer answer(int status, String code) {
    return new Answer(status, code, Map.of(), "");
  }
}

package dev.slipway.lab.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.web.problem.ProblemException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonRequestTest {
  @Test
  void sortsNumbersOfClientsAndKeepsEachOnce() {
    var request = new ComparisonRequest(null, List.of(50, 1, 50));

    request.requireValid();

    assertThat(request.clients()).containsExactly(1, 50);
  }

  @Test
  void refusesNullAmongNumbersOfClients() {
    for (var clients : List.of(Arrays.asList((Integer) null), Arrays.asList(10, null, 1))) {
      var request = new ComparisonRequest(null, clients);

      assertThatThrownBy(request::requireValid).isInstanceOf(ProblemException.class);
    }
  }
}

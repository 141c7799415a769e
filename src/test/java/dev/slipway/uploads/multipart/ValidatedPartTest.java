package dev.slipway.uploads.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.web.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatedPartTest {
  private static final PartPlan PLAN = new PartPlan(12, 5);

  @Test
  void acceptsPartsOfThePlan() {
    assertThat(validate(5)).extracting(ValidatedPart::size).containsExactly(5L);
  }

  /** The URL would be signed for a length that doesn't belong to the plan. */
  @ParameterizedTest
  @ValueSource(longs = {4, 6, 0, -5})
  void refusesAnotherSize(long size) {
    assertThatThrownBy(() -> validate(size))
        .isInstanceOf(ProblemException.class)
        .hasMessage("'size' of part 1 must be 5 bytes.");
  }

  private static List<ValidatedPart> validate(long size) {
    var request = new PartsRequest(List.of(new PartsRequest.Part(1, size, null)));
    return ValidatedPart.validate(request, PLAN, false);
  }
}

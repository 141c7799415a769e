package dev.slipway.uploads.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.web.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatedPartTest {
  private static final long MIB = 1L << 20;
  private static final PartPlan PLAN = new PartPlan(12 * MIB, 5 * MIB);

  @Test
  void acceptsPartsOfThePlan() {
    assertThat(validate(5 * MIB)).extracting(ValidatedPart::size).containsExactly(5 * MIB);
  }

  /** The URL would be signed for a length that doesn't belong to the plan. */
  @ParameterizedTest
  @ValueSource(longs = {5 * MIB - 1, 5 * MIB + 1, 0, -5 * MIB})
  void refusesAnotherSize(long size) {
    assertThatThrownBy(() -> validate(size))
        .isInstanceOf(ProblemException.class)
        .hasMessage("'size' of part 1 must be 5,242,880 bytes.");
  }

  private static List<ValidatedPart> validate(long size) {
    var request = new PartsRequest(List.of(new PartsRequest.Part(1, size, null)));
    return ValidatedPart.validate(request, PLAN, false);
  }
}

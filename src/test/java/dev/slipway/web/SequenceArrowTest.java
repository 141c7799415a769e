package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceArrowTest {
  @ParameterizedTest
  @CsvSource({
    "1, 3, 3, 1, 3, right, start",
    "2, 1, 3, 1, 2, left, start",
    "3, 2, 3, 2, 3, left, end",
    "2, 2, 3, 2, 2, self, start",
    "2, 4, 4, 2, 4, right, end",
  })
  void pointsFromLaneToLane(
      int from, int to, int lanes, int left, int right, String direction, String alignment) {
    assertThat(new SequenceArrow(from, to, lanes))
        .returns(left, SequenceArrow::left)
        .returns(right, SequenceArrow::right)
        .returns(direction, SequenceArrow::direction)
        .returns(alignment, SequenceArrow::alignment);
  }

  @Test
  void rejectsLanesThatDoNotExist() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SequenceArrow(0, 1, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new SequenceArrow(1, 4, 3));
  }
}

package dev.slipway.web.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryEnumTest {
  private enum Colour {
    RED,
    GREEN,
    BLUE
  }

  @Test
  void parsesNamesInAnyCase() {
    assertThat(QueryEnum.parse(Colour.class, "colour", "green")).isEqualTo(Colour.GREEN);
    assertThat(QueryEnum.parse(Colour.class, "colour", "BLUE")).isEqualTo(Colour.BLUE);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"violet", "red,green"})
  void rejectsOtherValuesAndListsTheNames(String value) {
    assertThatThrownBy(() -> QueryEnum.parse(Colour.class, "colour", value))
        .isInstanceOf(ProblemException.class)
        .hasMessage("'colour' must be red, green or blue.");
  }
}

package dev.slipway.lab.uploads;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.web.problem.ProblemException;
import org.junit.jupiter.api.Test;

class PlacesTest {
  @Test
  void oneAccountTakesHalfOfThePlaces() {
    var places = new Places(4);
    places.take("creator");
    places.take("creator");

    assertThatThrownBy(() -> places.take("creator"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("2 of your files");
    assertThatCode(() -> places.take("creator2")).doesNotThrowAnyException();
  }

  @Test
  void allAccountsTogetherTakeNoMoreThanThePlaces() {
    var places = new Places(2);
    places.take("creator");
    places.take("creator2");

    assertThatThrownBy(() -> places.take("admin")).hasMessageContaining("Too many files");
  }

  @Test
  void aPlaceThatIsFreeCanBeTakenAgain() {
    var places = new Places(2);
    places.take("creator");
    places.free("creator");

    assertThatCode(() -> places.take("creator")).doesNotThrowAnyException();
    assertThatThrownBy(() -> places.take("creator")).hasMessageContaining("1 of your files");
  }

  @Test
  void aSinglePlaceIsForEveryAccount() {
    var places = new Places(1);

    assertThatCode(() -> places.take("creator")).doesNotThrowAnyException();
  }
}

package dev.slipway.lab.uploads;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.web.problem.ProblemException;
import org.junit.jupiter.api.Test;

class UploadSlotsTest {
  @Test
  void oneAccountTakesHalfOfTheSlots() {
    var slots = new UploadSlots(4);
    slots.acquire("creator");
    slots.acquire("creator");

    assertThatThrownBy(() -> slots.acquire("creator"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("2 of your files");
    assertThatCode(() -> slots.acquire("creator2")).doesNotThrowAnyException();
  }

  @Test
  void allAccountsTogetherTakeNoMoreThanTheSlots() {
    var slots = new UploadSlots(2);
    slots.acquire("creator");
    slots.acquire("creator2");

    assertThatThrownBy(() -> slots.acquire("admin")).hasMessageContaining("Too many files");
  }

  @Test
  void aReleasedSlotCanBeAcquiredAgain() {
    var slots = new UploadSlots(2);
    slots.acquire("creator");
    slots.release("creator");

    assertThatCode(() -> slots.acquire("creator")).doesNotThrowAnyException();
    assertThatThrownBy(() -> slots.acquire("creator")).hasMessageContaining("1 of your files");
  }

  @Test
  void aSingleSlotIsForEveryAccount() {
    var slots = new UploadSlots(1);

    assertThatCode(() -> slots.acquire("creator")).doesNotThrowAnyException();
  }
}

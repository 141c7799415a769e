package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApplicationRunnerTest {
  @Test
  void formatsEachCauseOnce() {
    var root = new IllegalArgumentException("SLIPWAY_X must be a number");
    var failure = new RuntimeException("Failed to start", new RuntimeException(root));

    assertThat(ApplicationRunner.format(failure))
        .isEqualTo(
            "Failed to start: java.lang.IllegalArgumentException: SLIPWAY_X must be a number");
  }

  @Test
  void formatsAnExceptionWithoutMessageByItsType() {
    assertThat(ApplicationRunner.format(new NullPointerException()))
        .isEqualTo("NullPointerException");
  }
}

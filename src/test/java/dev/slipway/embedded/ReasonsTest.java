package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonsTest {
  @Test
  void reportsEachReasonOnce() {
    var root = new IllegalArgumentException("SLIPWAY_X must be a number");
    var failure = new RuntimeException("Failed to start", new RuntimeException(root));

    assertThat(Reasons.of(failure))
        .isEqualTo(
            "Failed to start: java.lang.IllegalArgumentException: SLIPWAY_X must be a number");
  }

  @Test
  void usesTheTypeNameWithoutAMessage() {
    assertThat(Reasons.of(new NullPointerException())).isEqualTo("NullPointerException");
  }
}

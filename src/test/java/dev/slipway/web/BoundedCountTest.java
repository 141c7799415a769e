package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedCountTest {
  @Test
  void isExactUpToTheMaximum() {
    assertThat(BoundedCount.of(9_999, 10_000).text()).isEqualTo("9,999");
    assertThat(BoundedCount.of(10_000, 10_000).text()).isEqualTo("10,000");
    assertThat(BoundedCount.of(10_001, 10_000).text()).isEqualTo("more than 10,000");
    assertThat(BoundedCount.of(10_001, 10_000)).isEqualTo(new BoundedCount(10_000, false));
  }
}

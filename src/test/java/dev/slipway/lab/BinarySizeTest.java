package dev.slipway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BinarySizeTest {
  @Test
  void usesTheLargestUnitOfWhichTheSizeIsAMultiple() {
    assertThat(BinarySize.of(16L << 20)).isEqualTo("16 MiB");
    assertThat(BinarySize.of(5L << 40)).isEqualTo("5 TiB");
    assertThat(BinarySize.of(1536L << 20)).isEqualTo("1,536 MiB");
    assertThat(BinarySize.of(2048L << 40)).isEqualTo("2,048 TiB");
  }

  @Test
  void usesPowersOfThousandForOtherSizes() {
    assertThat(BinarySize.of(5_000_000_001L)).isEqualTo("5.0 GB");
    assertThat(BinarySize.of(100)).isEqualTo("100 bytes");
  }
}

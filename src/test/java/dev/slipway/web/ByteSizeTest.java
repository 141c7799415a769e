package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1048576, 1048576",
    "12 B, 12",
    "480 MB, 480000000",
    "480mb, 480000000",
    "50 GB, 50000000000",
    "50 GiB, 53687091200",
    "1.5 kib, 1536",
    "2 PB, 2000000000000000",
    "9223372036854775.807 kB, 9223372036854775807"
  })
  void readsDecimalAndBinaryUnits(String text, long bytes) {
    assertThat(ByteSize.parse(text)).hasValue(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GB", "50G", "-1", "1,5 GB", "1e9", "9300 PB", "1 GB 2", "٣ GB"})
  void rejectsAnythingElse(String text) {
    assertThat(ByteSize.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1 kB",
    "50000000000, 50 GB",
    "53687091200, 50 GiB",
    "1500000000000, 1.5 TB",
    "1024, 1 KiB",
    "1181116006, 1.1 GiB",
    "1234567, 1234567 B"
  })
  void writesWhatItReads(long bytes, String text) {
    assertThat(ByteSize.exact(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1023, 1_000_001, 1L << 53, 1_234_567_890_123_456_789L, Long.MAX_VALUE})
  void writesEverySizeExactly(long bytes) {
    assertThat(ByteSize.parse(ByteSize.exact(bytes))).hasValue(bytes);
  }

  @Test
  void roundsOddLimitsForPeople() {
    assertThat(ByteSize.limitText(50_000_000_000L)).isEqualTo("50 GB");
    assertThat(ByteSize.limitText(53_687_091_200L)).isEqualTo("50 GiB");
    assertThat(ByteSize.limitText(50_123_456_789L)).isEqualTo("50.1 GB");
    assertThat(ByteSize.limitText(1)).isEqualTo("1 byte");
  }
}

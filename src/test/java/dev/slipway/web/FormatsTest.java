package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FormatsTest {
  @Test
  void formatsSizes() {
    assertThat(Formats.humanBytes(0)).isEqualTo("0 bytes");
    assertThat(Formats.humanBytes(1)).isEqualTo("1 byte");
    assertThat(Formats.humanBytes(4_139_823)).isEqualTo("4.1 MB");
    assertThat(Formats.humanBytes(999_999)).isEqualTo("1.0 MB");
    assertThat(Formats.humanBytes(5L << 40)).isEqualTo("5.5 TB");
    assertThat(Formats.exactBytes(4_139_823)).isEqualTo("4,139,823 bytes");
  }

  @Test
  void formatsTimes() {
    assertThat(Formats.humanTime(Instant.parse("2026-11-24T15:04:59Z")))
        .isEqualTo("24 Nov 2026, 15:04 UTC");
    assertThat(Formats.playerTime(30_000)).isEqualTo("0:30");
    assertThat(Formats.playerTime(3_723_400)).isEqualTo("1:02:03");
  }

  @Test
  void numbersHaveAtMostTwoDecimals() {
    assertThat(Formats.shortDecimal(24.0)).isEqualTo("24");
    assertThat(Formats.shortDecimal(30_000 / 1001.0)).isEqualTo("29.97");
    assertThat(Formats.shortDecimal(1000)).isEqualTo("1000");
  }

  @Test
  void formatsDurations() {
    assertThat(Formats.humanMillis(999)).isEqualTo("999 ms");
    assertThat(Formats.humanMillis(59_999)).isEqualTo("59.9 s");
    assertThat(Formats.humanMillis(184_000)).isEqualTo("3 min 4 s");
    assertThat(Formats.humanMillis(7_500_000)).isEqualTo("2 h 5 min");
    assertThat(Formats.humanMillis(90_000_000)).isEqualTo("1 d 1 h");
    assertThat(Formats.humanMillis(-12)).isEqualTo("−12 ms");
    assertThat(Formats.exactMillis(1_234)).isEqualTo("1,234 ms");
  }

  @Test
  void replacesStraightQuotesInSentences() {
    assertThat(Formats.typographic("'status' isn't 'a b', the store's 'x'."))
        .isEqualTo("“status” isn’t “a b”, the store’s “x”.");
    assertThat(Formats.typographic("Nothing.")).isEqualTo("Nothing.");
  }

  @Test
  void escapesInvisibleCharacters() {
    assertThat(Formats.visible("videos/ä/\u202egpj.exe\n\u0085"))
        .isEqualTo("videos/ä/\\u202egpj.exe\\u000a\\u0085");
    assertThat(Formats.visible("🎬 \ud83c $1")).isEqualTo("🎬 \\ud83c $1");
  }

  @Test
  void shortensInTheMiddle() {
    assertThat(Formats.abbreviated("short", 16)).isEqualTo("short");
    assertThat(Formats.abbreviated("zbdxairuz5stmuokczxiotibxi", 16))
        .isEqualTo("zbdxairu…iotibxi")
        .hasSize(16);
  }

  @Test
  void roundsCountsToTwoDigits() {
    assertThat(Formats.roundedCount(20_001)).isEqualTo("20,000");
    assertThat(Formats.roundedCount(102_416)).isEqualTo("100,000");
    assertThat(Formats.roundedCount(508_240)).isEqualTo("510,000");
    assertThat(Formats.roundedCount(996_000)).isEqualTo("1 million");
    assertThat(Formats.roundedCount(1_249_999)).isEqualTo("1.2 million");
    assertThat(Formats.roundedCount(10_097_238)).isEqualTo("10 million");
    assertThat(Formats.roundedCount(123_456_789)).isEqualTo("120 million");
  }

  @Test
  void writesCodesInWords() {
    assertThat(Formats.codeWords("no-video-stream")).isEqualTo("No video stream");
  }

  @Test
  void roundsDurationsUp() {
    assertThat(Formats.humanMillisAtMost(0)).isEqualTo("1 s");
    assertThat(Formats.humanMillisAtMost(1_001)).isEqualTo("2 s");
    assertThat(Formats.humanMillisAtMost(61_000)).isEqualTo("2 min");
    assertThat(Formats.humanMillisAtMost(7_200_000)).isEqualTo("2 h");
    assertThat(Formats.humanMillisAtMost(172_800_001)).isEqualTo("3 days");
  }

  @Test
  void durationsInWordsAreExact() {
    assertThat(Formats.durationInWords(Duration.ofDays(90))).isEqualTo("90 days");
    assertThat(Formats.durationInWords(Duration.ofHours(24))).isEqualTo("1 day");
    assertThat(Formats.durationInWords(Duration.ofHours(36))).isEqualTo("36 hours");
    assertThat(Formats.durationInWords(Duration.ofMinutes(1))).isEqualTo("1 minute");
    assertThat(Formats.durationInWords(Duration.ofSeconds(90))).isEqualTo("90 seconds");
  }
}

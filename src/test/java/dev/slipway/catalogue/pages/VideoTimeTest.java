package dev.slipway.catalogue.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoTimeTest {
  @ParameterizedTest
  @CsvSource({
    "90, 90",
    "90s, 90",
    "1m30s, 90",
    "1m30, 90",
    "1M30S, 90",
    "1m, 60",
    "1h2m3s, 3723",
    "2h, 7200",
    "1:30, 90",
    "1:02:03, 3723",
    "90:00, 5400",
    "0, 0",
    "' 90 ', 90",
    "9999999, 9999999",
  })
  void parsesStartTimes(String text, long seconds) {
    assertThat(VideoTime.parseStart(text)).hasValue(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "abc",
        "-5",
        "1:60",
        ":30",
        "1e3",
        "Infinity",
        "90x",
        "1:2:3:4",
        "1.5",
        "<b>",
        "99999999",
        "s1",
        "h",
        "٣"
      })
  void ignoresWhatIsNoTime(String text) {
    assertThat(VideoTime.parseStart(text)).isEmpty();
  }

  @Test
  void ignoresAMissingTime() {
    assertThat(VideoTime.parseStart(null)).isEmpty();
  }
}

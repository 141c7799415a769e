package dev.slipway.catalogue.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptionPartTest {
  @Test
  void linksTimes() {
    assertThat(DescriptionPart.split("0:00 Start\nSee 1:25, or (1:00:05).", null))
        .containsExactly(
            new DescriptionPart("0:00", 0L),
            new DescriptionPart(" Start\nSee ", null),
            new DescriptionPart("1:25", 85L),
            new DescriptionPart(", or (", null),
            new DescriptionPart("1:00:05", 3605L),
            new DescriptionPart(").", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no time",
        "16:9 and 4:3",
        "12:345",
        "1:75",
        "1:2:3:4",
        "2026-11-26T10.12:30",
        "1:20.5",
        "at 9:59:59",
        "/12:30",
      })
  void leavesOtherNumbersAndTimesBeyondTheEndAsText(String text) {
    assertThat(DescriptionPart.split(text, 60_000L))
        .containsExactly(new DescriptionPart(text, null));
  }

  @Test
  void changesNoCharacterOfTheText() {
    var text = "<script>0:01</script>\n\n  0:02 ü🎬 0:03";

    assertThat(
            DescriptionPart.split(text, null).stream()
                .map(DescriptionPart::text)
                .collect(Collectors.joining()))
        .isEqualTo(text);
  }

  @Test
  void hasNoPartsWithoutADescription() {
    assertThat(DescriptionPart.split(null, null)).isEmpty();
  }
}

package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParagraphsTest {
  @Test
  void keepsLineBreaksAsOneKind() {
    assertThat(Paragraphs.of("\r\n a\r\n\r\nb\rc\nd \n")).contains("a\n\nb\nc\nd");
  }

  @Test
  void removesWhatDoesHarm() {
    assertThat(Paragraphs.of("a\u0000b\tc\u202ed\ud83c\ne\u0301")).contains("a b c d\n\u00e9");
  }

  @Test
  void isEmptyWhereNothingIsLeft() {
    assertThat(Paragraphs.of("")).isEmpty();
    assertThat(Paragraphs.of(" \r\n\u0000\n")).isEmpty();
  }
}

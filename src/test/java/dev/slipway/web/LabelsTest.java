package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void keepsWhatPeopleWrite() {
    assertThat(Labels.of(" Été à Κέρκυρα 🎬👩‍👧.mp4 ")).contains("Été à Κέρκυρα 🎬👩‍👧.mp4");
    assertThat(Labels.of("../../etc/passwd")).contains("../../etc/passwd");
  }

  @Test
  void dropsControlAndDirection() {
    assertThat(Labels.of("a\u0000b\r\nc\u202egpj.exe\u2066")).contains("a b c gpj.exe");
    assertThat(Labels.of("half\ud83c.mp4")).contains("half.mp4");
  }

  @Test
  void cutsBetweenCharacters() {
    var label = Labels.of("🎬".repeat(5_000)).orElseThrow();

    assertThat(label).hasSize(254).isEqualTo("🎬".repeat(127));
  }

  @Test
  void isEmptyWhereNothingIsLeft() {
    assertThat(Labels.of(null)).isEmpty();
    assertThat(Labels.of(" \u0000\u202e ")).isEmpty();
  }
}

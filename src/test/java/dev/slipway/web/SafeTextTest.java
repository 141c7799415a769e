package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
  @Test
  void keepsOrdinaryText() {
    assertThat(SafeText.label(" Été à Κέρκυρα 🎬👩‍👧.mp4 ")).contains("Été à Κέρκυρα 🎬👩‍👧.mp4");
    assertThat(SafeText.label("../../etc/passwd")).contains("../../etc/passwd");
  }

  @Test
  void removesControlAndDirectionCharacters() {
    assertThat(SafeText.label("a\u0000b\r\nc\u202egpj.exe\u2066")).contains("a b c gpj.exe");
    assertThat(SafeText.label("half\ud83c.mp4")).contains("half.mp4");
  }

  @Test
  void truncatesBetweenCharacters() {
    var label = SafeText.label("🎬".repeat(5_000)).orElseThrow();

    assertThat(label).hasSize(254).isEqualTo("🎬".repeat(127));
  }

  @Test
  void labelIsEmptyWhenNothingIsLeft() {
    assertThat(SafeText.label(null)).isEmpty();
    assertThat(SafeText.label(" \u0000\u202e ")).isEmpty();
  }
}

package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {
  @Test
  void hidesTheSecretOfAShareLink() {
    assertThat(LogText.ofPath("/share/secret")).isEqualTo("/share/…");
    assertThat(LogText.ofPath("/video/share/secret/more")).isEqualTo("/video/share/…");
  }

  @Test
  void keepsOtherPaths() {
    assertThat(LogText.ofPath("/videos/x\n")).isEqualTo("/videos/x\\u000a");
    assertThat(LogText.ofPath(null)).isEqualTo("-");
  }
}

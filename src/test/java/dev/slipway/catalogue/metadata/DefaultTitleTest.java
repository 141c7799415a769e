package dev.slipway.catalogue.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultTitleTest {
  @ParameterizedTest
  @CsvSource({
    "My clip.mp4, My clip",
    "clip, clip",
    "a.b.mp4, a.b",
    "clip., clip",
    "clip .mp4, clip",
    ".mp4, .mp4",
    "🎬.mp4, 🎬",
    "../../etc/passwd, passwd",
    "holiday/2026/beach.mp4, beach",
    "C:\\Videos\\beach.mp4, beach",
    "holiday/, holiday",
    "holiday/.., holiday",
    "holiday.2026/clip, clip",
    "..mp4, ..mp4",
    "../.mp4, .mp4",
    "/, untitled",
    "., untitled",
    "../.., untitled",
    "'. .', untitled",
    "\\, untitled"
  })
  void isTheNameWithoutFoldersAndExtension(String fileName, String title) {
    assertThat(DefaultTitle.of(fileName)).isEqualTo(title);
  }
}

package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import org.junit.jupiter.api.Test;

class SafeTextTest {
  @Test
  void keepsOrdinaryText() {
    assertThat(SafeText.label(" Été à Κέρκυρα 🎬👩‍👧.mp4 ")).contains("Été à Κέρκυρα 🎬👩‍👧.mp4");
    assertThat(SafeText.label("../../etc/passwd")).contains("../../etc/passwd");
  }

  @Test
  @Asvs("5.4.2")
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

  @Test
  void paragraphsHaveOneKindOfLineBreak() {
    assertThat(SafeText.paragraphs("\r\n a\r\n\r\nb\rc\nd \n")).contains("a\n\nb\nc\nd");
  }

  @Test
  void paragraphsAreCleaned() {
    assertThat(SafeText.paragraphs("a\u0000b\tc\u202ed\ud83c\ne\u0301"))
        .contains("a b c d\n\u00e9");
  }

  @Test
  void paragraphsAreEmptyWhenNothingIsLeft() {
    assertThat(SafeText.paragraphs("")).isEmpty();
    assertThat(SafeText.paragraphs(" \r\n\u0000\n")).isEmpty();
  }

  @Test
  void wordsAreSeparatedByTheSpacesOfAllScripts() {
    assertThat(SafeText.words(" a\u3000b\u00a0 a\tc ")).containsExactly("a", "b", "c");
    assertThat(SafeText.words("\u00a0")).isEmpty();
  }

  @Test
  void likePatternMatchesSpecialCharactersLiterally() {
    assertThat(SafeText.likePattern("a%_!\\b")).isEqualTo("%a!%!_!!\\b%");
  }

  @Test
  @Asvs("16.4.1")
  void replacesEachAsciiControlCharacter() {
    assertThat(SafeText.replaceControlCharacters("a\u0000\r\n\tb\u007f\u0085\u202eé"))
        .isEqualTo("a????b?\u0085\u202eé");
  }

  @Test
  @Asvs("16.4.1")
  void escapesWhatIsNoPrintableText() {
    assertThat(SafeText.escape(" ~")).isEqualTo(" ~");
    assertThat(SafeText.escape("é🎬")).isEqualTo("é🎬");
    assertThat(SafeText.escape("a\u001fb\u007fc")).isEqualTo("a\\u001fb\\u007fc");
    assertThat(SafeText.escape("\u202e\ud83c")).isEqualTo("\\u202e\\ud83c");
  }
}

package dev.slipway.catalogue.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChapterTest {
  private static final String THREE = "0:00 Intro\n0:40 The <b>old</b> cranes\n1:02:03 Sunset";

  @Test
  void findsLinesThatBeginWithATime() {
    assertThat(Chapter.parse("A day out.\n\n" + THREE + "\n\nThanks to all at 5:00!", null))
        .containsExactly(
            new Chapter(0, "Intro"),
            new Chapter(40, "The <b>old</b> cranes"),
            new Chapter(3723, "Sunset"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0:00 - A\n0:10 – B\n0:20 — C",
        "00:00 A\n00:10 B\n00:20 C",
        "0:00:00 A\n0:00:10 B\n0:00:20 C",
        "(0:00) A\n(0:10) B\n(0:20) C",
        "[0:00] A\n[0:10] B\n[0:20] C",
        "- 0:00 A\n- 0:10 B\n- 0:20 C",
        "• 0:00: A\n• 0:10: B\n• 0:20: C",
        "  0:00\tA  \r\n  0:10\tB\r\n  0:20 | C\r\n",
      })
  void acceptsTheWaysInWhichPeopleWriteThem(String description) {
    assertThat(Chapter.parse(description, 30_000L))
        .containsExactly(new Chapter(0, "A"), new Chapter(10, "B"), new Chapter(20, "C"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "No times at all",
        "0:00 A\n0:10 B",
        "0:01 A\n0:20 B\n0:40 C",
        "0:00 A\n0:40 B\n0:20 C",
        "0:00 A\n0:20 B\n0:20 C",
        "0:00 A\n0:09 B\n0:40 C",
        "0:00 A\n0:10\n0:20 C",
        "0:00 A\n0:75 B\n2:00 C",
        "At 0:00 A\nAt 0:10 B\nAt 0:20 C",
        "0:00A:1\n0:1:0:1 B\n0:200 C",
      })
  void findsNoneUnlessTheListIsComplete(String description) {
    assertThat(Chapter.parse(description, null)).isEmpty();
  }

  /** With a time that grows with the square of the length, this would take minutes. */
  @Test
  @Timeout(20)
  void readsLongLinesOfSpaces() {
    var title = "a" + " ".repeat(300_000) + "b";

    assertThat(Chapter.parse("0:00 " + title + "\n0:10 " + title + "\n0:20 B ", null))
        .containsExactly(new Chapter(0, title), new Chapter(10, title), new Chapter(20, "B"));
  }

  @Test
  void findsNoneBeyondTheEndOfTheVideo() {
    assertThat(Chapter.parse(THREE, 3_723_000L)).isEmpty();
    assertThat(Chapter.parse(THREE, 3_723_001L)).hasSize(3);
  }

  @Test
  void findsNoneWithoutADescription() {
    assertThat(Chapter.parse(null, 1_000L)).isEmpty();
  }
}

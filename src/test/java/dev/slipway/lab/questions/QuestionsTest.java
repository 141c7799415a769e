package dev.slipway.lab.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuestionsTest {
  private static final int MAX_WORDS = 150;

  /** The code of a method begins at most this many lines after its name. */
  private static final int LONGEST_SIGNATURE = 20;

  private static final Path ATTACKS = Path.of("src/main/java/dev/slipway/lab/attacks/Attack.java");

  static List<Question> all() {
    return Questions.all();
  }

  @Test
  void thereAreAtLeastTwentyWithTheirOwnAnchors() {
    assertThat(all()).hasSizeGreaterThanOrEqualTo(20);
    assertThat(all()).extracting(Question::id).doesNotHaveDuplicates();
    assertThat(all()).allMatch(question -> question.id().matches("[a-z-]+"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void answersAreShort(Question question) {
    assertThat(question.summary().split("[.?!](?= |$)")).as(question.summary()).hasSize(2);
    assertThat(question.answer().split("\\s+")).hasSizeBetween(50, MAX_WORDS);
    assertThat(question.question()).contains("?");
  }

  @ParameterizedTest
  @MethodSource("all")
  void codeIsAtTheShownLine(Question question) throws IOException {
    assertThat(question.code()).isNotEmpty();
    for (var reference : question.code()) {
      var lines = Files.readAllLines(Path.of(reference.path()));
      assertThat(reference.method()).as(reference.toString()).isNotNull();
      var name = Pattern.compile(" " + reference.method() + "\\(");
      var before =
          lines.subList(Math.max(0, reference.line() - LONGEST_SIGNATURE), reference.line());
      assertThat(before).as(reference.toString()).anyMatch(line -> name.matcher(line).find());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void experimentAndTestExist(Question question) {
    assertThat(Path.of(question.testPath())).exists();
    if (question.experiment() != null) {
      var path = question.experiment().path();
      var page = path.replaceAll("[?#].*", "").substring("/lab/".length());
      assertThat(Path.of("src/main/resources/templates/lab/" + page + ".html")).exists();
      if (path.contains("#")) {
        var attack = path.substring(path.indexOf('#') + 1).toUpperCase(Locale.ROOT);
        assertThat(ATTACKS).content().contains("\n  " + attack.replace('-', '_') + "(\n");
      }
    }
  }

  @Test
  void referenceToMissingCodeFails() {
    assertThatThrownBy(() -> CodeReference.of("uploads.UploadRules#isNoMethod"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isNoMethod");
    assertThatThrownBy(() -> CodeReference.of("uploads.NoClass"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

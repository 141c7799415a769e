package dev.slipway.lab.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.Role;
import dev.slipway.lab.ExperimentLink;
import dev.slipway.lab.attacks.Attack;
import dev.slipway.lab.faults.Fault;
import dev.slipway.lab.questions.Question.Topic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuestionsTest {
  private static final int MAX_WORDS = 150;

  /** A longer answer is divided. */
  private static final int MAX_WORDS_OF_A_PARAGRAPH = 135;

  /** The code of a method begins at most this many lines after its name. */
  private static final int LONGEST_SIGNATURE = 20;

  private static final Path PAGES = Path.of("src/main/resources/templates/lab");
  private static final Path CHOICES = Path.of("src/main/resources/lab/choices.json");

  static List<Question> all() {
    return Questions.all();
  }

  @Test
  void thereAreAtLeastSixtyWithTheirOwnAnchors() {
    assertThat(all()).hasSizeGreaterThanOrEqualTo(60);
    assertThat(all()).extracting(Question::id).doesNotHaveDuplicates();
    assertThat(all()).allMatch(question -> question.id().matches("[a-z-]+"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void answersAreShort(Question question) {
    assertThat(question.summary().split("[.?!](?= |$)")).as(question.summary()).hasSize(2);
    assertThat(words(String.join(" ", question.answer()))).hasSizeBetween(50, MAX_WORDS);
    assertThat(question.answer())
        .allSatisfy(
            paragraph -> assertThat(words(paragraph)).hasSizeBetween(5, MAX_WORDS_OF_A_PARAGRAPH));
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
  void testExists(Question question) {
    assertThat(Path.of(question.testPath())).exists();
  }

  @ParameterizedTest
  @MethodSource("all")
  void experimentIsReadyToRun(Question question) throws IOException {
    var link = URI.create(question.experiment().path());
    var experiment = question.experiment().experiment();
    assertThat(question.experiment().label()).isNotBlank();
    assertThat(PAGES.resolve(link.getPath().substring("/lab/".length()) + ".html")).exists();
    switch (experiment) {
      case ATTACKS ->
          assertThat(Attack.values()).extracting(Attack::kebabCase).contains(link.getFragment());
      case CHOICES -> {
        assertThat(CHOICES).content().contains("\"id\": \"%s\"".formatted(link.getFragment()));
        assertThat(question.experiment().role()).isEqualTo(Role.CREATOR);
      }
      case FAULTS -> assertThatTheFormHas(parameters(link));
      default ->
          assertThat(link.getQuery() != null || link.getFragment() != null)
              .as("%s selects what to run", link)
              .isTrue();
    }
  }

  @Test
  void questionWithoutAnExperimentIsRejected() {
    assertThatThrownBy(
            () ->
                new Question(
                    "id",
                    Topic.DESIGN,
                    "?",
                    "",
                    List.of(),
                    List.of(),
                    List.of(),
                    null,
                    "uploads.Test"))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("experiment");
    assertThatThrownBy(() -> new ExperimentLink("/lab/nothing#late", "Nothing", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/lab/nothing");
  }

  @Test
  void referenceToMissingCodeFails() {
    assertThatThrownBy(() -> CodeReference.of("uploads.UploadRules#isNoMethod"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isNoMethod");
    assertThatThrownBy(() -> CodeReference.of("uploads.NoClass"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String[] words(String text) {
    return text.split("\\s+");
  }

  private static Map<String, String> parameters(URI link) {
    return Arrays.stream(link.getQuery().split("&"))
        .map(parameter -> parameter.split("=", 2))
        .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
  }

  private static void assertThatTheFormHas(Map<String, String> parameters) throws IOException {
    var form = Files.readString(PAGES.resolve("faults.html"));
    assertThat(parameters.keySet()).allMatch(name -> form.contains("name=\"%s\"".formatted(name)));
    assertThat(parameters).containsKey("fault");
    assertThat(Fault.values()).extracting(Fault::kebabCase).contains(parameters.get("fault"));
    if (parameters.containsKey("size")) {
      assertThat(form).contains("<option value=\"%s\">".formatted(parameters.get("size")));
    }
  }
}

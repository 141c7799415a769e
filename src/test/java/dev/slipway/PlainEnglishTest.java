package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Pages, errors, comments and documents avoid phrases that make readers stumble. The list holds
 * only what a search can find; {@code docs/contributing.md} says how texts are written.
 */
class PlainEnglishTest {
  private static final Map<String, String> PREFERRED = new LinkedHashMap<>();

  static {
    PREFERRED.put("\\bwhoever\\b", "name the person or program");
    PREFERRED.put("\\bwhatever (is|was|it|comes|else|differs|follows)\\b", "name the thing");
    PREFERRED.put("\\banew\\b", "again");
    PREFERRED.put("\\bsomebody\\b", "a user, an administrator, someone");
    PREFERRED.put("\\banybody\\b", "anyone");
    PREFERRED.put("\\bsays so\\b|\\bsay so\\b", "state what is reported");
    PREFERRED.put(
        "\\bgo(es)? on with\\b|\\bgone on with\\b|\\bwent on with\\b", "resume, continue");
    PREFERRED.put("\\bhung up\\b|\\bhang(s)? up\\b", "disconnect, close the connection");
    PREFERRED.put("\\bstands? in\\b", "is in, replaces");
    PREFERRED.put("(?-i)(^|[.:;\"] ?)That of\\b", "repeat the noun");
    PREFERRED.put("\\bis (not )?taken\\b|\\bare (not )?taken\\b", "accepted, supported, used");
    PREFERRED.put("\\bgoes up as\\b|\\bgo up as\\b", "is uploaded as");
    PREFERRED.put("\\b(is|are) learnt\\b", "is known, is discovered");
    PREFERRED.put("\\btried out\\b", "tested");
    PREFERRED.put("\\bmend(s|ed|ing)?\\b", "fix");
    PREFERRED.put("\\bno right too many\\b", "least privilege");
    PREFERRED.put("\\bcome[s]? to\\b(?= (be|nothing))", "say what happens");
    PREFERRED.put("\\bso many\\b", "give the number or 'up to n'");
    PREFERRED.put("\\bto be had\\b", "available");
    PREFERRED.put("\\bis away\\b|\\bare away\\b", "is unavailable");
    PREFERRED.put("\\bno call to anybody\\b", "no network call");
    PREFERRED.put("\\bhas yet to\\b", "has not … yet");
  }

  /** Files whose sentences people read. */
  private static final Map<Path, String> TEXTS =
      Map.of(
          Path.of("docs"), ".md",
          Path.of("src/main/java"), ".java",
          Path.of("src/embedded/java"), ".java",
          Path.of("src/main/resources/lab"), ".json",
          Path.of("src/main/resources/templates"), ".html",
          Path.of("src/main/resources/META-INF/resources"), ".js");

  @Test
  void textsAvoidPhrasesThatMakeReadersStumble() {
    var found =
        Stream.concat(
                Stream.of(
                    Path.of("README.md"), Path.of("src/main/resources/application.properties")),
                TEXTS.entrySet().stream().flatMap(entry -> files(entry.getKey(), entry.getValue())))
            .flatMap(PlainEnglishTest::findings)
            .toList();

    assertThat(found).isEmpty();
  }

  private static Stream<Path> files(Path root, String extension) {
    try (var files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(extension)).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> findings(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Stream.iterate(0, index -> index + 1)
        .limit(lines.size())
        .flatMap(
            index ->
                PREFERRED.entrySet().stream()
                    .filter(phrase -> contains(lines.get(index), phrase.getKey()))
                    .map(
                        phrase ->
                            "%s:%d: '%s' → %s"
                                .formatted(
                                    file, index + 1, lines.get(index).strip(), phrase.getValue())));
  }

  private static boolean contains(String line, String phrase) {
    return Pattern.compile(phrase, Pattern.CASE_INSENSITIVE).matcher(line).find();
  }
}

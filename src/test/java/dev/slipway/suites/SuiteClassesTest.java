package dev.slipway.suites;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SuiteClassesTest {
  private static final Path SOURCES = Path.of("src/test/java");

  /** What needs an application of its own: a test profile, or another resource. */
  private static final Pattern APPLICATION =
      Pattern.compile(
          "@TestProfile\\([\\w.]+\\)|EmbeddedServicesResource\\.RELAY, value = \"true\""
              + "|SpringProviderResource\\.class\\)");

  /** A second application with the same settings costs fifteen seconds of two processors. */
  @Test
  void onlyOneSuiteStartsAnApplicationWithSpecialSettings() throws IOException {
    var suites = new TreeMap<String, Set<String>>();
    try (var files = Files.walk(SOURCES)) {
      files
          .filter(file -> file.toString().endsWith("Test.java"))
          .forEach(
              file ->
                  APPLICATION
                      .matcher(read(file))
                      .results()
                      .forEach(
                          found ->
                              suites
                                  .computeIfAbsent(found.group(), application -> new TreeSet<>())
                                  .add(suiteOf(file))));
    }

    assertThat(suites)
        .hasSizeGreaterThan(10)
        .allSatisfy((application, names) -> assertThat(names).as(application).hasSize(1));
  }

  /** A renamed class would silently change its suite. */
  @Test
  void allNamedClassesExist() {
    var names = (SuiteClasses.SHARE_JOURNEYS + "|" + SuiteClasses.SHARE_OTHERS).split("\\|");

    assertThat(names)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            name -> {
              var file = "dev/slipway/" + name.replace("\\.", "/") + ".java";
              assertThat(SOURCES.resolve(file)).exists();
            });
  }

  private static String suiteOf(Path file) {
    var name =
        SOURCES.relativize(file).toString().replaceFirst("\\.java$", "").replaceAll("[/\\\\]", ".");
    if (name.matches(SuiteClasses.JOURNEYS)) {
      return "journeys";
    }
    return name.matches(SuiteClasses.PROGRAMS) ? "programs" : "applications";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/security.md} names only tests that exist, and states for each requirement how it is
 * met.
 */
class SecurityDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/security.md");
  private static final Pattern TEST_CLASS = Pattern.compile("`([A-Za-z0-9]+Test)`");
  private static final Pattern REQUIREMENT = Pattern.compile("\\| \\d+\\.\\d+\\.\\d+.*");
  private static final List<String> STATES =
      List.of("yes", "partly", "no", "not applicable", "operator", "yes, but for signed URLs");

  @Test
  void namesTestsThatExist() throws IOException {
    var existing = testClasses();

    assertThat(TEST_CLASS.matcher(Files.readString(DOCUMENT)).results())
        .extracting(result -> result.group(1))
        .isNotEmpty()
        .isSubsetOf(existing);
  }

  @Test
  void statesForEachRequirementHowItIsMet() throws IOException {
    var rows =
        Files.readAllLines(DOCUMENT).stream().filter(REQUIREMENT.asMatchPredicate()).toList();

    assertThat(rows).isNotEmpty();
    for (var row : rows) {
      var cells = row.split("\\|", -1);
      assertThat(cells).as(row).hasSize(6);
      assertThat(cells[2].strip()).as(row).isIn(STATES);
      assertThat(cells[3].strip()).as(row).isNotEmpty();
    }
  }

  private static List<String> testClasses() throws IOException {
    try (var files = Files.walk(Path.of("src/test/java"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Test.java"))
          .map(name -> name.replace(".java", ""))
          .toList();
    }
  }
}

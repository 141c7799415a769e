package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NativeQuerySourcesTest {
  private static final Path SOURCES = Path.of("src/main/java");

  private static final Pattern CLASS_OF_VALUES =
      Pattern.compile(
          "createNativeQuery\\([^;]*?,\\s*(Integer|Long|String|Boolean|Instant)\\.class\\)");

  /** Each execution of such a query would make all later ones slower. */
  @Test
  void noQueryNamesTheClassOfItsValues() throws IOException {
    try (var files = Files.walk(SOURCES)) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .hasSizeGreaterThan(500)
          .noneMatch(NativeQuerySourcesTest::namesTheClassOfItsValues);
    }
  }

  private static boolean namesTheClassOfItsValues(Path file) {
    try {
      var isExplanation = file.endsWith("NativeQueries.java");
      return !isExplanation && CLASS_OF_VALUES.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

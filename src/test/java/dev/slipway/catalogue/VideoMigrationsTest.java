package dev.slipway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A migration doesn't block the running version for longer than necessary. */
class VideoMigrationsTest {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
  private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*");

  /** Later versions are held to the rule. */
  private static final int LAST_WITHOUT_RULE = 12;

  /**
   * ALTER TABLE locks out readers until the end of its transaction, and the build of an index takes
   * as long as it takes to read the table.
   */
  @Test
  void noIndexIsBuiltWhileReadersAreLockedOut() throws IOException {
    try (var files = Files.list(MIGRATIONS)) {
      assertThat(files)
          .filteredOn(file -> versionOf(file) > LAST_WITHOUT_RULE)
          .isNotEmpty()
          .noneMatch(
              file ->
                  contains(file, "alter table video\\b")
                      && contains(file, "create index \\w+ on video\\b"));
    }
  }

  private static int versionOf(Path file) {
    var name = VERSION.matcher(file.getFileName().toString());
    assertThat(name.matches()).as(file.toString()).isTrue();
    return Integer.parseInt(name.group(1));
  }

  private static boolean contains(Path file, String statement) {
    try {
      return Pattern.compile(statement).matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

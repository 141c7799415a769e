package dev.slipway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A migration runs in one transaction, and the previous version runs meanwhile. */
class MigrationLocksTest {
  private static final Path DIRECTORY = Path.of("src/main/resources/db/migration");
  private static final Pattern VERSION = Pattern.compile("V(\\d+)__.+\\.sql");
  private static final Pattern ALTERED = Pattern.compile("(?m)^alter table (\\w+)");

  /** Released migrations can't be changed. */
  private static final int LAST_RELEASED = 22;

  static Iterable<Path> migrations() throws IOException {
    try (var files = Files.list(DIRECTORY)) {
      return files.filter(file -> version(file) > LAST_RELEASED).sorted().toList();
    }
  }

  /** An ALTER TABLE blocks readers until the transaction ends, so until the index is built. */
  @ParameterizedTest
  @MethodSource("migrations")
  void noIndexIsBuiltOnATableThatTheSameMigrationAlters(Path migration) throws IOException {
    var sql = Files.readString(migration);
    var altered = ALTERED.matcher(sql).results().map(found -> found.group(1)).toList();

    assertThat(altered)
        .noneMatch(
            table -> Pattern.compile("index \\w+\\s+on " + table + "\\b").matcher(sql).find());
  }

  private static int version(Path file) {
    var name = VERSION.matcher(file.getFileName().toString());
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }
}

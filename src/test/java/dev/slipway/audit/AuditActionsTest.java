package dev.slipway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The list of actions is complete: what the code records, the page offers and audit.md explains.
 */
class AuditActionsTest {
  private static final Path SOURCES = Path.of("src/main/java");

  private static final Pattern RECORDED =
      Pattern.compile("audit\\s*\\.record\\([^;]{0,300}?\"([a-z]+[.][a-z]+)\"");

  private static final Pattern LITERAL = Pattern.compile("\"([a-z]+)[.]([a-z]+)\"");

  /** Literals that begin like an action: a path of a query, and an event of webhooks. */
  private static final Set<String> OTHERS = Set.of("account.name", "webhook.test");

  @Test
  void hasEachActionThatTheCodeRecords() throws IOException {
    var recorded = new TreeSet<String>();
    try (var files = Files.walk(SOURCES)) {
      for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        var code = Files.readString(file);
        RECORDED.matcher(code).results().forEach(match -> recorded.add(match.group(1)));
        LITERAL
            .matcher(code)
            .results()
            .filter(match -> AuditActions.words().containsKey(match.group(1)))
            .forEach(match -> recorded.add(match.group(1) + "." + match.group(2)));
      }
    }
    recorded.removeAll(OTHERS);
    // A trigger records it.
    recorded.add("audit.expired");

    assertThat(recorded).hasSizeGreaterThan(50);
    assertThat(AuditActions.words().keySet())
        .filteredOn(code -> code.contains("."))
        .containsExactlyInAnyOrderElementsOf(recorded);
  }

  @Test
  void namesEachKindOfThingBeforeItsActions() {
    assertThat(AuditActions.words().keySet())
        .filteredOn(code -> code.contains("."))
        .allSatisfy(
            code ->
                assertThat(AuditActions.words()).containsKey(code.substring(0, code.indexOf('.'))));
  }

  @Test
  void documentsEachAction() throws IOException {
    var rows =
        Files.readString(Path.of("docs/audit.md"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(0, line.indexOf('|', 1)))
            .toList();

    assertThat(AuditActions.words().keySet())
        .filteredOn(code -> code.contains("."))
        .allSatisfy(code -> assertThat(rows).anyMatch(row -> isNamedIn(row, code)));
  }

  /** Such as {@code `upload.opened`, `.edited`}. */
  private static boolean isNamedIn(String row, String code) {
    var area = code.substring(0, code.indexOf('.'));
    var rest = code.substring(code.indexOf('.'));
    return row.contains("`" + code + "`")
        || row.contains("`" + area + ".") && row.contains("`" + rest + "`");
  }

  @Test
  void describesActionsOfOtherVersions() {
    assertThat(AuditActions.describe("video.edited")).isEqualTo("Video edited");
    assertThat(AuditActions.describe("thing.moved")).isEqualTo("Thing moved");
  }
}

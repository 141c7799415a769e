package dev.slipway.catalogue.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TimelineEntryTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /** Their subject is the id of an upload and its video. */
  private static final Pattern ACTION =
      Pattern.compile(
          "record\\([^;]*?\"((?:(?:upload|video|object|deletion)\\.[a-z]+)|share\\.(?:created|revoked))\"");

  @Test
  void describesEachRecordedAction() throws IOException {
    assertThat(recordedActions())
        .contains("upload.expired", "video.trashed")
        .allSatisfy(action -> assertThat(TimelineEntry.describe(action)).isNotEqualTo(action));
  }

  @Test
  void showsAnUnknownActionAsItIs() {
    assertThat(TimelineEntry.describe("video.invented")).isEqualTo("video.invented");
  }

  private static TreeSet<String> recordedActions() throws IOException {
    var actions = new TreeSet<String>();
    try (var files = Files.walk(SOURCES)) {
      for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        ACTION
            .matcher(Files.readString(file))
            .results()
            .map(hit -> hit.group(1))
            .forEach(actions::add);
      }
    }
    return actions;
  }
}

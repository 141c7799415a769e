package dev.slipway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LabAssetsTest {
  private static final Path RESOURCES = Path.of("src/main/resources/META-INF/resources");

  /** Development mode would redirect the page to the folder, with a slash at the end. */
  @Test
  void noFolderOfStaticFilesHasTheAddressOfAPage() {
    assertThat(RESOURCES.resolve("experiments")).isDirectory();
    assertThat(
            Stream.concat(
                Stream.of("/lab"), Arrays.stream(Experiment.values()).map(Experiment::path)))
        .noneMatch(path -> Files.exists(RESOURCES.resolve(path.substring(1))));
  }
}

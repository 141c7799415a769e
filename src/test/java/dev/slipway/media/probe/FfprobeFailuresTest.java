package dev.slipway.media.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.testing.Asvs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program that fails says nothing about the file, so the probe must be repeated. */
class FfprobeFailuresTest {
  @TempDir Path directory;

  private Path video;

  @BeforeEach
  void createVideo() {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    video = TestMedia.create(directory, "clip.mp4", "-c:v", "mpeg4", "-an");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sleep 3600       | ffprobe did not end in time
          kill -SEGV $$    | ffprobe was ended by the signal 11
          kill -KILL $$    | ffprobe was ended by the signal 9
          yes              | ffprobe wrote too much output
          exit 0           | ffprobe printed nothing usable
          echo '{"streams' | ffprobe printed nothing usable
          echo '[1, 2]'    | ffprobe printed nothing usable
          """)
  void reportsAProgramThatFails(String behaviour, String message) throws IOException {
    var probe = probeWith(behaviour);

    assertThat(probe.isAvailable()).isTrue();
    assertThatThrownBy(() -> ProbeFixture.probe(probe, video))
        .isInstanceOf(MediaProgramException.class)
        .hasMessageStartingWith(message);
    assertThat(remainingFiles()).isEmpty();
  }

  @Test
  void reportsAMissingProgram() {
    var probe =
        ProbeFixture.probe(
            directory.resolve("work"), Map.of(), directory.resolve("without-programs"));

    assertThat(probe.isAvailable()).isFalse();
    assertThatThrownBy(() -> ProbeFixture.probe(probe, video))
        .isInstanceOf(MediaProgramException.class)
        .hasMessageContaining("ffprobe is not installed. Install the package ffmpeg");
  }

  @Test
  void reportsADirectoryThatCannotBeWritten() throws IOException {
    var file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> ProbeFixture.probe(ProbeFixture.probe(file), video))
        .isInstanceOf(TemporaryFilesException.class)
        .hasMessageStartingWith("Temporary files can't be written");
  }

  /** With the memory of a program that reads only small files. */
  @Test
  @Asvs("15.2.5")
  void rejectsAFileThatNeedsTooMuchMemory() throws IOException {
    var probe = probeWith("echo '{}'; echo 'x: Cannot allocate memory' >&2; exit 1");

    assertThat(ProbeFixture.probe(probe, video).rejection())
        .isEqualTo(ProbeRejection.NO_VIDEO_STREAM);
    var failing =
        probeWith(
            "echo '{\"error\": {\"code\": -12, \"string\": \"Cannot allocate memory\"}}'; exit 1");
    var result = ProbeFixture.probe(failing, video);
    assertThat(result.rejection()).isEqualTo(ProbeRejection.UNREADABLE);
    assertThat(result.detail()).contains("needs more memory than is allowed");
  }

  /** Below what the program's libraries need. */
  @Test
  void reportsAProgramThatDoesNotStartWithItsMemory() {
    var probe =
        ProbeFixture.probe(directory.resolve("work"), Map.of("slipway.media.probe.memory", "20M"));

    assertThatThrownBy(() -> ProbeFixture.probe(probe, video))
        .isInstanceOf(MediaProgramException.class);
  }

  private MediaProbe probeWith(String behaviour) throws IOException {
    var home = Files.createTempDirectory(directory, "programs");
    var script =
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo 'ffprobe version 8.1.2'; exit; fi
        %s
        """
            .formatted(behaviour);
    var file = Files.writeString(home.resolve("ffprobe"), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return ProbeFixture.probe(
        directory.resolve("work"), Map.of("slipway.media.probe.timeout", "1S"), home);
  }

  private List<Path> remainingFiles() throws IOException {
    try (var files = Files.walk(directory.resolve("work"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".lock"))
          .toList();
    }
  }
}

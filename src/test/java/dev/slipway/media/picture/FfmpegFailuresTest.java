package dev.slipway.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.media.probe.MediaProgramException;
import dev.slipway.media.probe.TemporaryFilesException;
import dev.slipway.media.probe.TestMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens when ffmpeg misbehaves, with shell scripts in its place. */
class FfmpegFailuresTest {
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
          sleep 3600       | ffmpeg did not end in time
          kill -SEGV $$    | ffmpeg was ended by the signal 11
          kill -KILL $$    | ffmpeg was ended by the signal 9
          yes              | ffmpeg wrote too much output
          exit 0           | ffmpeg decodes no frame of the file
          exit 234         | ffmpeg decodes no frame of the file
          """)
  void reportsAProgramThatFails(String behaviour, String message) throws IOException {
    var pictures =
        new PictureFixture(
            directory.resolve("work"),
            program(behaviour),
            Map.of("slipway.media.pictures.timeout", "2S"));

    assertThatThrownBy(() -> pictures.poster(video, 2000L, null, null))
        .isInstanceOf(MediaProgramException.class)
        .hasMessageStartingWith(message);
    try (var files = Files.walk(directory.resolve("work"))) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("run-"))).isEmpty();
    }
  }

  @Test
  void reportsAMissingProgram() {
    var pictures =
        new PictureFixture(
            directory.resolve("work"), directory.resolve("without-programs"), Map.of());

    assertThat(pictures.posterMaker().isAvailable()).isFalse();
    assertThatThrownBy(() -> pictures.poster(video, 2000L, null, null))
        .isInstanceOf(MediaProgramException.class)
        .hasMessageContaining("ffmpeg is not installed. Install the package ffmpeg");
  }

  @Test
  void reportsADirectoryThatCannotBeWritten() throws IOException {
    var pictures = new PictureFixture(Files.createFile(directory.resolve("file")));

    assertThatThrownBy(() -> pictures.poster(video, 2000L, null, null))
        .isInstanceOf(TemporaryFilesException.class);
    assertThatThrownBy(() -> pictures.storyboard(video, 2000L))
        .isInstanceOf(TemporaryFilesException.class);
  }

  private Path program(String behaviour) throws IOException {
    var home = Files.createTempDirectory(directory, "programs");
    var script =
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo 'ffmpeg version 8.1.2'; exit; fi
        %s
        """
            .formatted(behaviour);
    var file = Files.writeString(home.resolve("ffmpeg"), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return home;
  }
}

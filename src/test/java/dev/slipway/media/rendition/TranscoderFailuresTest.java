package dev.slipway.media.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.media.probe.CountingSource;
import dev.slipway.media.probe.MediaProgramException;
import dev.slipway.media.probe.SourceStreams;
import dev.slipway.media.probe.TemporaryFilesException;
import dev.slipway.media.probe.TestMedia;
import dev.slipway.media.sandbox.NamedPipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs, disks and receivers that fail while renditions are made. */
class TranscoderFailuresTest {
  private static final Map<String, String> SHORT = Map.of("slipway.renditions.stall-timeout", "1S");

  @TempDir Path directory;

  private Path source;
  private SourceStreams streams;

  @BeforeEach
  void createVideo() {
    assumeTrue(NamedPipes.areSupported());
    source = TestMedia.create(directory, "clip.mp4", "-c:v", "mpeg4", "-c:a", "aac");
    streams = TranscoderFixture.streams(directory, source);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sleep 3600                  | ffmpeg made no progress for 1 seconds
          kill -SEGV $$               | ffmpeg was ended by the signal 11
          echo 'broken file' >&2; exit 1 | ffmpeg ended with the exit code 1: broken file
          exit 0                      | ffmpeg wrote a damaged rendition: the file has no fragment
          printf 'garbage!' >output-0 | ffmpeg wrote a damaged rendition
          cat /dev/zero >output-0     | ffmpeg wrote a damaged rendition
          """)
  void reportsAProgramThatFails(String behaviour, String message) throws IOException {
    var fixture = new TranscoderFixture(directory, SHORT, programsWith(behaviour));

    assertThat(fixture.transcoder().isAvailable()).isTrue();
    assertThatThrownBy(() -> transcode(fixture))
        .isInstanceOf(MediaProgramException.class)
        .hasMessageStartingWith(message);
    assertThat(remainingFiles()).isEmpty();
  }

  @Test
  void reportsAProgramThatTakesTooLong() throws IOException {
    var limits =
        Map.of(
            "slipway.renditions.stall-timeout",
            "1H",
            "slipway.renditions.time-per-second",
            "0.001S");
    var fixture =
        new TranscoderFixture(directory, limits, programsWith("sleep 3600"), Duration.ofSeconds(1));

    assertThatThrownBy(() -> transcode(fixture))
        .isInstanceOf(TimeLimitException.class)
        .hasMessage("ffmpeg did not end within 1 seconds");
    assertThat(remainingFiles()).isEmpty();
  }

  @Test
  void reportsAMissingProgram() {
    var fixture = new TranscoderFixture(directory, Map.of(), directory.resolve("nowhere"));

    assertThat(fixture.transcoder().isAvailable()).isFalse();
    assertThat(fixture.transcoder().problem()).contains("Install the package ffmpeg");
    assertThatThrownBy(() -> transcode(fixture))
        .isInstanceOf(MediaProgramException.class)
        .hasMessageContaining("ffmpeg is not installed");
  }

  @Test
  void reportsAProgramWithoutEncoder() throws IOException {
    var programs = programsWith("exit 0");
    var script = programs.resolve("ffmpeg");
    Files.writeString(script, Files.readString(script).replace("--enable-libopenh264", ""));
    var fixture = new TranscoderFixture(directory, Map.of(), programs);

    assertThat(fixture.transcoder().isAvailable()).isFalse();
    assertThat(fixture.transcoder().problem()).contains("no H.264 encoder");
  }

  @Test
  void hdrNeedsZscaleAndDolbyVisionIsNotConverted() throws IOException {
    var without = new TranscoderFixture(directory, Map.of(), programsWith("exit 0")).transcoder();
    var included = new TranscoderFixture(directory, Map.of()).transcoder();

    assertThat(without.findUnsupported(streams)).isEmpty();
    assertThat(without.findUnsupported(Sources.withHdr("pq")).orElseThrow()).contains("zscale");
    assertThat(without.findUnsupported(Sources.withHdr("hlg")).orElseThrow()).contains("zscale");
    assertThat(included.findUnsupported(Sources.withHdr("hlg"))).isEmpty();
    assertThat(included.findUnsupported(Sources.withHdr("dolby-vision")).orElseThrow())
        .contains("Dolby Vision");
  }

  @Test
  void stopsWhenAReceiverFails() throws IOException {
    var fixture = new TranscoderFixture(directory, Map.of());

    try (var file = new CountingSource(source)) {
      assertThatThrownBy(
              () ->
                  fixture
                      .transcoder()
                      .transcode(
                          file,
                          streams,
                          Ladder.of(streams),
                          rung ->
                              (bytes, offset, length) -> {
                                throw new IllegalStateException("The store refuses the part");
                              },
                          (step, share) -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The store refuses the part");
    }
    assertThat(remainingFiles()).isEmpty();
  }

  /** Such as an outage of the database that the progress is written to. */
  @Test
  void continuesWithoutReports() throws IOException {
    var fixture = new TranscoderFixture(directory, Map.of());

    try (var file = new CountingSource(source)) {
      var made =
          fixture
              .transcoder()
              .transcode(
                  file,
                  streams,
                  Ladder.of(streams),
                  rung -> (bytes, offset, length) -> {},
                  (step, share) -> {
                    if (step == Transcoder.Step.TRANSCODE) {
                      throw new IllegalStateException("The database does not answer");
                    }
                  });
      assertThat(made).hasSize(1);
    }
  }

  @Test
  void waitsForSpaceThatOtherFilesUse() throws IOException {
    var total = Files.getFileStore(directory).getTotalSpace();
    var fixture = needing(total - Files.size(source));

    assertThatThrownBy(() -> transcode(fixture))
        .isInstanceOf(TemporaryFilesException.class)
        .hasMessageContaining("the copy of the file needs")
        .hasMessageContaining("are free");
    assertThat(fixture.progress).isEmpty();
  }

  @Test
  void failsIfTheDiskIsTooSmall() throws IOException {
    var size = Files.size(source);
    var total = Files.getFileStore(directory).getTotalSpace();
    var fixture = needing(total - size + 1);

    assertThatThrownBy(() -> transcode(fixture))
        .isInstanceOf(MediaProgramException.class)
        .isNotInstanceOf(TemporaryFilesException.class)
        .hasMessage(
            "The file has %d bytes, and a copy of it must leave %d, but the worker's temporary"
                + " directory has %d in all",
            size, total - size + 1, total);
    assertThat(fixture.progress).isEmpty();
    assertThat(remainingFiles()).isEmpty();
  }

  private TranscoderFixture needing(long minFreeSpace) {
    return new TranscoderFixture(
        directory, Map.of("slipway.renditions.min-free-space", Long.toString(minFreeSpace)));
  }

  @Test
  void reportsAFileThatCannotBeDecoded() throws IOException {
    var damaged = directory.resolve("damaged.mp4");
    Files.write(damaged, new byte[4096]);
    var fixture = new TranscoderFixture(directory, Map.of());

    assertThatThrownBy(() -> fixture.transcode(damaged, streams, Ladder.of(streams)))
        .isInstanceOf(MediaProgramException.class)
        .hasMessageStartingWith("ffmpeg ended with the exit code");
  }

  /** A playlist with the name of a video would make ffmpeg open the files in it. */
  @Test
  void opensNoPlaylist() throws IOException {
    var playlist = directory.resolve("playlist.mp4");
    Files.writeString(
        playlist,
        "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n%s\n#EXT-X-ENDLIST\n"
            .formatted(source.toUri()));
    var fixture = new TranscoderFixture(directory, Map.of());

    assertThatThrownBy(() -> fixture.transcode(playlist, streams, Ladder.of(streams)))
        .isInstanceOf(MediaProgramException.class);
  }

  @Test
  void limitsTheTimeByDurationAndAbsolutely() {
    var config = Sources.config(Map.of());

    assertThat(Transcoder.timeLimit(config, Duration.ofMinutes(2), 60_000))
        .isEqualTo(Duration.ofMinutes(22));
    assertThat(Transcoder.timeLimit(config, Duration.ofMinutes(2), 4 * 3_600_000))
        .isEqualTo(Duration.ofHours(12));
  }

  @Test
  void limitsMemory() {
    var fixture = new TranscoderFixture(directory, Map.of("slipway.renditions.memory", "80M"));

    assertThatThrownBy(() -> transcode(fixture)).isInstanceOf(MediaProgramException.class);
  }

  private void transcode(TranscoderFixture fixture) {
    fixture.transcode(source, streams, Ladder.of(streams));
  }

  private Path programsWith(String behaviour) throws IOException {
    var programs = Files.createDirectories(directory.resolve("programs"));
    var script = programs.resolve("ffmpeg");
    Files.writeString(
        script,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'ffmpeg version 9.9'
          echo 'configuration: --enable-libopenh264'
          exit 0
        fi
        %s
        """
            .formatted(behaviour));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return programs;
  }

  private List<Path> remainingFiles() throws IOException {
    try (var files = Files.walk(directory.resolve("work"))) {
      return files.filter(path -> path.toString().contains("run-")).toList();
    }
  }
}

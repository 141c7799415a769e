package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.media.IncludedPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes videos of megabytes with their index at the beginning, as cameras and editors do. */
final class StreamableVideo {
  private StreamableVideo() {}

  /**
   * Encodes H.264 and AAC in MP4.
   *
   * @param size of the picture, such as {@code 640x360}
   */
  static byte[] create(Path directory, String size, int seconds) {
    return create(directory, size, seconds, "aac");
  }

  /**
   * Encodes H.264 and another sound in MP4.
   *
   * @param size of the picture, such as {@code 640x360}
   */
  static byte[] create(Path directory, String size, int seconds, String audioCodec) {
    var programs = IncludedPrograms.directory();
    var file = directory.resolve("streamable-%s-%d.mp4".formatted(size, seconds));
    var picture = "testsrc2=size=%s:rate=25:duration=%d".formatted(size, seconds);
    var sound = "sine=frequency=440:duration=" + seconds;
    var options =
        "-v error -y -nostdin -f lavfi -i %s -f lavfi -i %s -c:v libopenh264 -b:v 800k -g 50 -c:a %s -movflags +faststart"
            .formatted(picture, sound, audioCodec)
            .split(" ");
    var command =
        new ProcessBuilder(new ArrayList<>(List.of(programs.resolve("ffmpeg").toString())))
            .inheritIO();
    command.command().addAll(List.of(options));
    command.command().add(file.toString());
    command.environment().put("LD_LIBRARY_PATH", programs.toString());
    command.environment().put("DYLD_LIBRARY_PATH", programs.toString());
    try {
      assertThat(command.start().waitFor()).isZero();
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

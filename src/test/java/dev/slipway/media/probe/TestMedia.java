package dev.slipway.media.probe;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.embedded.media.IncludedPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes real video files with the included ffmpeg, and reads them with ffprobe as a person would.
 */
public final class TestMedia {
  private static final String PICTURE = "testsrc2=size=%s:rate=25:duration=%s";
  private static final String SOUND = "sine=frequency=440:sample_rate=48000:duration=%s";

  private TestMedia() {}

  /** Makes a file of two seconds with pictures of 320 × 240 pixels and sound. */
  public static Path create(Path directory, String name, String... encoding) {
    return create(directory, name, "320x240", 2, encoding);
  }

  /**
   * Makes a file.
   *
   * @param encoding options of ffmpeg for the output
   */
  public static Path create(
      Path directory, String name, String size, int seconds, String... encoding) {
    var options = new ArrayList<>(List.of("-f", "lavfi", "-i", PICTURE.formatted(size, seconds)));
    options.addAll(List.of("-f", "lavfi", "-i", SOUND.formatted(seconds)));
    options.addAll(List.of(encoding));
    return ffmpeg(directory, name, options);
  }

  /** Runs ffmpeg with options before the name of the output. */
  public static Path ffmpeg(Path directory, String name, List<String> options) {
    var file = directory.resolve(name);
    var arguments = new ArrayList<>(List.of("-v", "error", "-y"));
    arguments.addAll(options);
    arguments.add(file.toString());
    run("ffmpeg", arguments);
    return file;
  }

  /** The output of ffprobe without any of the options of the probe. */
  public static JsonNode ffprobe(Path file) {
    var output =
        run(
            "ffprobe",
            List.of(
                "-v", "error", "-show_format", "-show_streams", "-of", "json", file.toString()));
    try {
      return new ObjectMapper().readTree(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one of the programs and returns its output. */
  public static String run(String program, List<String> arguments) {
    var home = IncludedPrograms.directory();
    var command = new ArrayList<String>();
    command.add(home.resolve(program).toString());
    command.addAll(arguments);
    try {
      var errors = Files.createTempFile("ffmpeg", ".log");
      var builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().put("LD_LIBRARY_PATH", home.toString());
      builder.environment().put("DYLD_LIBRARY_PATH", home.toString());
      var process = builder.start();
      process.getOutputStream().close();
      var output = process.getInputStream().readAllBytes();
      assertThat(process.waitFor(2, MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
      Files.delete(errors);
      return new String(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

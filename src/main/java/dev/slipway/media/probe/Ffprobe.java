package dev.slipway.media.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.media.program.MediaPrograms;
import dev.slipway.media.sandbox.ProgramResult;
import dev.slipway.media.sandbox.ProgramRun;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.SandboxLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs ffprobe on a local file, with whitelists of protocols, formats and codecs. */
final class Ffprobe {
  /**
   * The bytes of streams that ffprobe analyses. Those of a transport stream are spread over more
   * bytes of the file.
   */
  static final int ANALYSED_BYTES = 4 << 20;

  private static final Duration CPU_TIME = Duration.ofSeconds(10);
  private static final int MAX_PROCESSES = 32;
  private static final int MAX_OPEN_FILES = 64;

  /** Ten thousand streams. */
  private static final int MAX_OUTPUT = 4 << 20;

  private static final int MAX_MESSAGE = 500;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Sandbox sandbox;
  private final MediaPrograms programs;
  private final ProbeConfig config;

  Ffprobe(Sandbox sandbox, MediaPrograms programs, ProbeConfig config) {
    this.sandbox = sandbox;
    this.programs = programs;
    this.config = config;
  }

  /**
   * Reads only headers, and decodes no packet. Decoders of the whitelist still read the private
   * data of their codecs.
   */
  FfprobeReport readHeaders(Path file) {
    return run(file, List.of("-nofind_stream_info"));
  }

  /** Also analyses the beginning of each stream, which can need a decoder. */
  FfprobeReport analyse(Path file) {
    return run(file, analysis());
  }

  /** Like {@link #analyse}, and reads when each stream ends. */
  FfprobeReport analyseWithEnds(Path file) {
    var options = new ArrayList<>(analysis());
    options.addAll(List.of("-show_entries", FfprobeReport.END_ENTRIES));
    return run(file, options);
  }

  private List<String> analysis() {
    return List.of(
        "-probesize",
        Integer.toString(ANALYSED_BYTES),
        "-max_pixels",
        Long.toString(config.maxPixels()));
  }

  private FfprobeReport run(Path file, List<String> options) {
    var program =
        programs
            .ffprobe()
            .orElseThrow(
                () -> new MediaProgramException(programs.problem("ffprobe").orElse("No ffprobe")));
    var command = program.command(arguments(file, options));
    var result =
        sandbox.run(new ProgramRun(command, program.libraries(), file.getParent(), limits()));
    if (!result.endedByItself()) {
      throw new MediaProgramException("ffprobe " + result.describe());
    }
    return parse(result);
  }

  private List<String> arguments(Path file, List<String> options) {
    var arguments =
        new ArrayList<>(
            List.of(
                "-v",
                "warning",
                // A thread needs address space for its stack and buffers.
                "-threads",
                "1"));
    arguments.addAll(InputWhitelist.options(config));
    arguments.addAll(options);
    arguments.addAll(
        List.of(
            "-show_error",
            // Without most tags, of which a file can have more than the limit of the output.
            "-show_entries",
            FfprobeReport.ENTRIES,
            "-of",
            "json=compact=1",
            "-i",
            "file:" + file.getFileName()));
    return arguments;
  }

  private SandboxLimits limits() {
    return new SandboxLimits(
        config.timeout(),
        CPU_TIME,
        config.memory().asLongValue(),
        0,
        MAX_PROCESSES,
        MAX_OPEN_FILES,
        MAX_OUTPUT);
  }

  /** ffprobe ends without a report if the decoder of a stream doesn't start. */
  private static FfprobeReport parse(ProgramResult result) {
    if (!result.succeeded() && result.errors().contains(FfprobeReport.DECODER_FAILED)) {
      return new FfprobeReport(JSON.createObjectNode(), result.errors());
    }
    try {
      var json = JSON.readTree(result.outputText());
      if (json.isObject()) {
        return new FfprobeReport(json, result.errors());
      }
    } catch (JsonProcessingException e) {
      throw new MediaProgramException("ffprobe printed nothing usable: " + shorten(result), e);
    }
    throw new MediaProgramException("ffprobe printed nothing usable: " + shorten(result));
  }

  private static String shorten(ProgramResult result) {
    var errors = result.errors();
    return errors.substring(0, Math.min(MAX_MESSAGE, errors.length()));
  }
}

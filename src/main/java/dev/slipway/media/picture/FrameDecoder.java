package dev.slipway.media.picture;

import dev.slipway.media.probe.InputWhitelist;
import dev.slipway.media.probe.MediaProgramException;
import dev.slipway.media.probe.ProbeConfig;
import dev.slipway.media.program.MediaPrograms;
import dev.slipway.media.sandbox.ProgramResult;
import dev.slipway.media.sandbox.ProgramResult.Ending;
import dev.slipway.media.sandbox.ProgramRun;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs ffmpeg, which decodes frames of a local file and writes each as several small pictures. */
final class FrameDecoder {
  private static final Duration CPU_TIME = Duration.ofMinutes(2);
  private static final int MAX_PROCESSES = 32;
  private static final int MAX_OPEN_FILES = 64;
  private static final int MAX_OUTPUT = 64 << 10;

  /** Of one picture. */
  private static final long MAX_FILE = 16 << 20;

  private static final int MAX_MESSAGE = 300;
  private static final int SIGNAL_BASE = 128;
  private static final int MAX_SIGNAL = 31;

  /** The names of the files are the times of the frames in milliseconds. */
  private static final Pattern NAME = Pattern.compile("(\\d{1,12})-(\\w+\\.\\w+)");

  private final Sandbox sandbox;
  private final MediaPrograms programs;
  private final PictureConfig config;
  private final ProbeConfig probeConfig;

  FrameDecoder(
      Sandbox sandbox, MediaPrograms programs, PictureConfig config, ProbeConfig probeConfig) {
    this.sandbox = sandbox;
    this.programs = programs;
    this.config = config;
    this.probeConfig = probeConfig;
  }

  /**
   * Decodes frames of a video.
   *
   * @param selection which frames of the beginning of a video are decoded
   * @param outputs how each frame is written
   * @param hdr {@code pq} or {@code hlg} if the picture has this high dynamic range
   * @return the frames of which all pictures were written, in the order of time
   * @throws MediaProgramException if ffmpeg is missing, hangs, crashes or is killed by a limit
   * @throws IOException if the directory can't be read
   */
  List<Frame> decode(FrameInput input, Selection selection, List<Output> outputs, String hdr)
      throws IOException {
    var options = new ArrayList<>(InputWhitelist.options(probeConfig));
    if (selection.keyFramesOnly()) {
      options.addAll(List.of("-skip_frame", "nokey"));
    }
    // Otherwise ffmpeg counts from the first picture, although the sound can begin earlier.
    options.add("-copyts");
    if (!input.countsFromZero()) {
      options.add("-start_at_zero");
    }
    var result = decode(input, options, selection, outputs, hdr);
    if (PictureFilters.isToneMappingMissing(result.errors())) {
      decode(input, options, selection, outputs, null);
    }
    return frames(input, outputs);
  }

  private ProgramResult decode(
      FrameInput input,
      List<String> options,
      Selection selection,
      List<Output> outputs,
      String hdr) {
    var gap = input.hasChosenFrames() ? 0 : selection.gapMillis();
    var filters = PictureFilters.of(outputs, gap, hdr);
    var arguments = arguments(input.file(), options, filters, outputs, selection.maxFrames());
    return run(arguments, input.file().getParent());
  }

  /**
   * Decodes an image.
   *
   * @param demuxer ffmpeg's name of its format
   * @param decoder ffmpeg's name of its codec
   * @return empty if it can't be decoded
   */
  List<Frame> decodeImage(Path file, String demuxer, String decoder, List<Output> outputs)
      throws IOException {
    var options =
        List.of(
            "-protocol_whitelist", "file",
            "-format_whitelist", demuxer,
            "-codec_whitelist", decoder,
            "-f", demuxer);
    run(
        arguments(file, options, PictureFilters.of(outputs, 0, null), outputs, 1),
        file.getParent());
    return frames(new FrameInput(file, null, 0, true), outputs);
  }

  /**
   * Encodes PPM pictures named {@code sprite-0.ppm}, and so on, as JPEG. All have the same size.
   */
  void encodeSprites(Path directory, int quality) {
    var result =
        run(
            List.of(
                "-protocol_whitelist",
                "file",
                "-format_whitelist",
                "image2",
                "-codec_whitelist",
                "ppm",
                "-f",
                "image2",
                "-start_number",
                "0",
                "-i",
                "sprite-%d.ppm",
                "-vf",
                "scale=out_color_matrix=bt601:out_range=pc,format=yuvj420p",
                "-c:v",
                "mjpeg",
                "-q:v",
                Integer.toString(quality),
                "-f",
                "image2",
                "-start_number",
                "0",
                "sprite-%d.jpg"),
            directory);
    if (!result.succeeded()) {
      throw new MediaProgramException("ffmpeg " + explain(result));
    }
  }

  private List<String> arguments(
      Path file, List<String> options, String filters, List<Output> outputs, int maxFrames) {
    var arguments = new ArrayList<String>();
    arguments.addAll(options);
    arguments.addAll(List.of("-max_pixels", Long.toString(probeConfig.maxPixels())));
    arguments.addAll(List.of("-an", "-sn", "-dn", "-i", "file:" + file.getFileName()));
    arguments.addAll(List.of("-filter_complex", filters));
    for (var index = 0; index < outputs.size(); index++) {
      var output = outputs.get(index);
      arguments.addAll(List.of("-map", "[out" + index + "]"));
      arguments.addAll(output.encoding());
      arguments.addAll(
          List.of(
              "-frames:v",
              Integer.toString(maxFrames),
              "-fps_mode",
              "passthrough",
              "-enc_time_base",
              "1:1000",
              "-map_metadata",
              "-1",
              "-frame_pts",
              "1",
              "-f",
              "image2",
              "%d-" + output.name()));
    }
    return arguments;
  }

  private ProgramResult run(List<String> arguments, Path directory) {
    var program =
        programs
            .ffmpeg()
            .orElseThrow(
                () -> new MediaProgramException(programs.problem("ffmpeg").orElse("No ffmpeg")));
    var all =
        new ArrayList<>(List.of("-nostdin", "-hide_banner", "-v", "error", "-y", "-threads", "1"));
    // Each filter would start as many threads as there are cores.
    all.addAll(List.of("-filter_complex_threads", "1"));
    all.addAll(arguments);
    var limits =
        new SandboxLimits(
            config.timeout(),
            CPU_TIME,
            config.memory().asLongValue(),
            MAX_FILE,
            MAX_PROCESSES,
            MAX_OPEN_FILES,
            MAX_OUTPUT);
    var result =
        sandbox.run(new ProgramRun(program.command(all), program.libraries(), directory, limits));
    if (result.ending() != Ending.EXITED || isSignal(result.exitCode())) {
      throw new MediaProgramException("ffmpeg " + result.describe());
    }
    return result;
  }

  /** The exit code of ffmpeg can be one of its negative errors, which is above those of signals. */
  private static boolean isSignal(int exitCode) {
    return exitCode > SIGNAL_BASE && exitCode <= SIGNAL_BASE + MAX_SIGNAL;
  }

  private static List<Frame> frames(FrameInput input, List<Output> outputs) throws IOException {
    var directory = input.file().getParent();
    var frames = new ArrayList<Frame>();
    try (var files = Files.list(directory)) {
      files
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(name -> name.matches() && name.group(2).equals(outputs.get(0).name()))
          .map(name -> Long.parseLong(name.group(1)))
          .sorted()
          .map(millis -> new Frame(directory, millis, input.timeOf(millis)))
          .filter(frame -> outputs.stream().allMatch(frame::has))
          .forEach(frames::add);
    }
    return frames;
  }

  private static String explain(ProgramResult result) {
    var errors = result.errors();
    return "%s: %s"
        .formatted(result.describe(), errors.substring(0, Math.min(MAX_MESSAGE, errors.length())));
  }

  /**
   * Which frames are decoded.
   *
   * @param keyFramesOnly whether only those are decoded that need no other one
   * @param gapMillis the least time between two frames
   */
  record Selection(boolean keyFramesOnly, long gapMillis, int maxFrames) {}

  /**
   * How a frame is written.
   *
   * @param name the end of the file's name
   * @param maxSide of the longer side in pixels; a smaller frame keeps its size
   * @param pixelFormat ffmpeg's name
   * @param encoding ffmpeg's options
   */
  record Output(String name, int maxSide, String pixelFormat, List<String> encoding) {
    static Output jpeg(String name, int maxSide, int quality) {
      return new Output(
          name + ".jpg",
          maxSide,
          "yuvj420p",
          List.of("-c:v", "mjpeg", "-q:v", Integer.toString(quality)));
    }

    static Output grey(String name, int maxSide) {
      return new Output(name + ".pgm", maxSide, "gray", List.of("-c:v", "pgm"));
    }

    static Output colour(String name, int maxSide) {
      return new Output(name + ".ppm", maxSide, "rgb24", List.of("-c:v", "ppm"));
    }
  }

  /**
   * A frame that was written.
   *
   * @param millisInFile in the local file
   * @param millis in the video
   */
  record Frame(Path directory, long millisInFile, long millis) {
    boolean has(Output output) {
      return Files.exists(file(output));
    }

    byte[] bytes(Output output) throws IOException {
      return Files.readAllBytes(file(output));
    }

    PixelMap pixels(Output output) throws IOException {
      return PixelMap.read(file(output));
    }

    private Path file(Output output) {
      return directory.resolve("%d-%s".formatted(millisInFile, output.name()));
    }
  }
}

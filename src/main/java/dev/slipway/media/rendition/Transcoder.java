package dev.slipway.media.rendition;

import dev.slipway.media.mp4.FragmentIndex;
import dev.slipway.media.probe.MediaProgramException;
import dev.slipway.media.probe.ProbeConfig;
import dev.slipway.media.probe.SourceStreams;
import dev.slipway.media.probe.TemporaryFilesException;
import dev.slipway.media.program.MediaProgram;
import dev.slipway.media.program.MediaPrograms;
import dev.slipway.media.sandbox.NamedPipes;
import dev.slipway.media.sandbox.ProgramResult;
import dev.slipway.media.sandbox.ProgramRun;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.SandboxLimits;
import dev.slipway.media.sandbox.WorkDirectories;
import dev.slipway.media.sandbox.WorkDirectory;
import dev.slipway.media.source.MediaSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * Makes the renditions of a video with ffmpeg in a sandbox. The outputs go through named pipes to
 * this process, which passes them on while they are made, so they need no space on the disk.
 */
@ApplicationScoped
public class Transcoder {
  /**
   * How long one run of ffmpeg may take at most. Otherwise a few videos that are hard to decode
   * would keep all others waiting for days.
   */
  public static final Duration MAX_TIMEOUT = Duration.ofHours(12);

  private static final String COPY = "source";
  private static final int MAX_PROCESSES = 128;
  private static final int MAX_OPEN_FILES = 128;

  /** The progress of a day. */
  private static final int MAX_OUTPUT = 64 << 20;

  /** For short videos: starting ffmpeg and decoding the first frames takes a moment. */
  private static final Duration BASE_TIMEOUT = Duration.ofMinutes(2);

  /** How many times the intended bit rate an output may have. Pure noise needs twelve times. */
  private static final int MAX_EXCESS = 16;

  private static final long BASE_OUTPUT = 64L << 20;
  private static final int MAX_MESSAGE = 300;
  private static final int MILLIS = 1000;

  private final Sandbox sandbox;
  private final MediaPrograms programs;
  private final WorkDirectories workDirectories;
  private final ProbeConfig probeConfig;
  private final RenditionConfig config;
  private final Duration baseTimeout;

  @Inject
  public Transcoder(
      Sandbox sandbox,
      MediaPrograms programs,
      WorkDirectories workDirectories,
      ProbeConfig probeConfig,
      RenditionConfig config) {
    this(sandbox, programs, workDirectories, probeConfig, config, BASE_TIMEOUT);
  }

  /**
   * @param baseTimeout the time that ffmpeg may take in addition to that for each second of video
   */
  Transcoder(
      Sandbox sandbox,
      MediaPrograms programs,
      WorkDirectories workDirectories,
      ProbeConfig probeConfig,
      RenditionConfig config,
      Duration baseTimeout) {
    this.baseTimeout = baseTimeout;
    this.sandbox = sandbox;
    this.programs = programs;
    this.workDirectories = workDirectories;
    this.probeConfig = probeConfig;
    this.config = config;
  }

  /** Whether there is an ffmpeg that runs and makes H.264, and a system with named pipes. */
  public boolean isAvailable() {
    return NamedPipes.areSupported()
        && programs.ffmpeg().filter(FfmpegArguments::hasEncoder).isPresent();
  }

  /** Why renditions can't be made here, and what to do; null if they can. */
  public String problem() {
    if (isAvailable()) {
      return null;
    }
    if (!NamedPipes.areSupported()) {
      return "The system has no named pipes (mkfifo). Run media jobs on Linux or macOS.";
    }
    return programs
        .problem("ffmpeg")
        .orElse("This ffmpeg has no H.264 encoder. Install one with libx264 or libopenh264.");
  }

  /**
   * Finds what keeps a video from getting renditions with the right colours here.
   *
   * @return a reason for people; empty if there is none
   */
  public Optional<String> findUnsupported(SourceStreams streams) {
    if (streams.isDolbyVisionOnly()) {
      return Optional.of("Dolby Vision without a picture in HDR10, HLG or SDR can't be converted");
    }
    if (streams.isHdr() && programs.ffmpeg().filter(FfmpegArguments::mapsHdr).isEmpty()) {
      return Optional.of("The ffmpeg of this installation can't convert HDR (zscale is missing)");
    }
    return Optional.empty();
  }

  /**
   * Makes renditions. Runtime exceptions of the source and the sinks pass through.
   *
   * @param rungs the renditions, from large to small
   * @param sinks the receiver of each one's bytes
   * @param progress receives what is done now, and the share of it, from 0 to 100
   * @return the index of each rendition, in the same order
   * @throws TemporaryFilesException if there is no space for temporary files: try again
   * @throws TimeLimitException if ffmpeg did not end in the time that the video may take
   * @throws MediaProgramException if ffmpeg is missing, hangs, crashes, is killed by a limit or
   *     can't decode the file, or if the disk is too small for the file: try again
   */
  public List<FragmentIndex> transcode(
      MediaSource source,
      SourceStreams streams,
      List<Rung> rungs,
      Function<Rung, RenditionSink> sinks,
      ObjIntConsumer<Step> progress) {
    var ffmpeg =
        programs
            .ffmpeg()
            .filter(FfmpegArguments::hasEncoder)
            .orElseThrow(() -> new MediaProgramException(problem()));
    try (var directory = createDirectory()) {
      SourceCopy.create(
          source,
          directory.path().resolve(COPY),
          config.minFreeSpace().asLongValue(),
          share -> progress.accept(Step.COPY, share));
      return new Run(ffmpeg, directory, streams, rungs, progress).encode(sinks);
    }
  }

  /** The time that ffmpeg may take for a video of a duration in milliseconds. */
  static Duration timeLimit(RenditionConfig config, Duration base, long millis) {
    var limit = base.plus(config.timePerSecond().multipliedBy(millis).dividedBy(MILLIS));
    return limit.compareTo(MAX_TIMEOUT) < 0 ? limit : MAX_TIMEOUT;
  }

  private WorkDirectory createDirectory() {
    try {
      return workDirectories.create();
    } catch (UncheckedIOException e) {
      throw new TemporaryFilesException(e);
    }
  }

  /** A step of making the renditions of a video. */
  public enum Step {
    /** Copies the stored file. */
    COPY,
    /** Decodes the file, and encodes and stores the renditions. */
    TRANSCODE
  }

  /** One run of ffmpeg. */
  private final class Run {
    private final MediaProgram ffmpeg;
    private final WorkDirectory directory;
    private final SourceStreams streams;
    private final List<Rung> rungs;
    private final ObjIntConsumer<Step> progress;

    Run(
        MediaProgram ffmpeg,
        WorkDirectory directory,
        SourceStreams streams,
        List<Rung> rungs,
        ObjIntConsumer<Step> progress) {
      this.ffmpeg = ffmpeg;
      this.directory = directory;
      this.streams = streams;
      this.rungs = rungs;
      this.progress = progress;
    }

    List<FragmentIndex> encode(Function<Rung, RenditionSink> sinks) {
      var names = IntStream.range(0, rungs.size()).mapToObj(at -> "output-" + at).toList();
      var outputs = new ArrayList<RenditionOutput>();
      var results = new ArrayList<CompletableFuture<FragmentIndex>>();
      var stop = new CompletableFuture<Void>();
      String problem;
      try {
        NamedPipes.create(names.stream().map(directory.path()::resolve).toList());
        for (var at = 0; at < rungs.size(); at++) {
          var rung = rungs.get(at);
          var pipe = directory.path().resolve(names.get(at));
          outputs.add(new RenditionOutput(pipe, sinks.apply(rung), maxSize(rung)));
        }
        for (var output : outputs) {
          results.add(output.start().whenComplete((index, failure) -> stopAfter(failure, stop)));
        }
        problem = run(names, stop, () -> outputs.stream().anyMatch(RenditionOutput::isWriting));
      } catch (IOException e) {
        throw new TemporaryFilesException(e);
      } finally {
        outputs.forEach(RenditionOutput::close);
        // The sinks get nothing any more when this method returns.
        CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
            .handle((value, failure) -> null)
            .join();
      }
      if (problem != null) {
        throw new MediaProgramException("ffmpeg " + problem);
      }
      return results.stream().map(Run::await).toList();
    }

    private static void stopAfter(Throwable failure, CompletableFuture<Void> stop) {
      if (failure != null) {
        stop.completeExceptionally(failure);
      }
    }

    /** Runs ffmpeg, and returns what went wrong in a phrase that follows its name; or null. */
    private String run(List<String> names, CompletableFuture<Void> stop, BooleanSupplier waiting) {
      try (var reports =
          new TranscodingProgress(
              streams.durationMillis(),
              share -> progress.accept(Step.TRANSCODE, share),
              config.stallTimeout(),
              waiting)) {
        reports.stalled().thenRun(() -> stop.complete(null));
        var command =
            ffmpeg.command(FfmpegArguments.of(ffmpeg, probeConfig, streams, COPY, rungs, names));
        var result =
            sandbox.run(
                new ProgramRun(command, ffmpeg.libraries(), directory.path(), limits()),
                reports,
                stop);
        if (stop.isCompletedExceptionally()) {
          // The program was ended for this reason. What fails later is a result of its end.
          await(stop);
        }
        if (reports.stalled().isDone()) {
          return "made no progress for %d seconds".formatted(config.stallTimeout().toSeconds());
        }
        if (result.ending() == ProgramResult.Ending.TIMED_OUT) {
          throw new TimeLimitException(
              "ffmpeg did not end within %d seconds".formatted(limits().timeout().toSeconds()));
        }
        return result.succeeded() ? null : describe(result);
      }
    }

    private long maxSize(Rung rung) {
      var millis =
          streams.durationMillis() == null
              ? config.maxDuration().toMillis()
              : streams.durationMillis();
      var bits = rung.videoBitRate() + rung.audioBitRate();
      return BASE_OUTPUT + bits / Byte.SIZE * MAX_EXCESS * (millis / MILLIS + 1);
    }

    private SandboxLimits limits() {
      var millis =
          streams.durationMillis() == null
              ? config.maxDuration().toMillis()
              : streams.durationMillis();
      var timeout = timeLimit(config, baseTimeout, millis);
      return new SandboxLimits(
          timeout,
          timeout.multipliedBy(Runtime.getRuntime().availableProcessors()),
          config.memory().asLongValue(),
          0,
          MAX_PROCESSES,
          MAX_OPEN_FILES,
          MAX_OUTPUT);
    }

    private static <T> T await(CompletableFuture<T> future) {
      try {
        return future.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new MediaProgramException("The application stops", e);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
      }
    }

    private static String describe(ProgramResult result) {
      var errors = result.errors().strip().replace('\n', ' ');
      var text = result.describe();
      return errors.isEmpty() || !result.endedByItself()
          ? text
          : text + ": " + errors.substring(0, Math.min(MAX_MESSAGE, errors.length()));
    }
  }
}

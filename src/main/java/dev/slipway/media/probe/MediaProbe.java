package dev.slipway.media.probe;

import dev.slipway.media.MediaFormat;
import dev.slipway.media.Sniffer;
import dev.slipway.media.program.MediaPrograms;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.WorkDirectories;
import dev.slipway.media.source.LocalView;
import dev.slipway.media.source.MediaSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads what a stored video file contains, and decides whether it can be played. It reads a limited
 * part of the file, and runs ffprobe in a sandbox on a local copy of that part.
 */
@ApplicationScoped
public class MediaProbe {
  private static final int MAX_READS = 256;

  private final MediaPrograms programs;
  private final WorkDirectories workDirectories;
  private final ProbeConfig config;
  private final Sniffer sniffer = new Sniffer();
  private final Ffprobe ffprobe;

  /** For tests and tools, without an application. */
  public MediaProbe(
      Sandbox sandbox,
      MediaPrograms programs,
      WorkDirectories workDirectories,
      ProbeConfig config) {
    this.programs = programs;
    this.workDirectories = workDirectories;
    this.config = config;
    this.ffprobe = new Ffprobe(sandbox, programs, config);
  }

  /** Whether there is an ffprobe that runs. */
  public boolean isAvailable() {
    return programs.ffprobe().isPresent();
  }

  /**
   * Probes a file. Runtime exceptions of the source pass through.
   *
   * @throws MediaProgramException if ffprobe is missing, hangs, crashes, is killed by a limit or
   *     prints nothing usable, or if there is no space for temporary files: try again
   */
  public ProbeResult probe(MediaSource source) {
    if (source.size() == 0) {
      return ProbeResult.rejected(
          MediaInfo.ofContainer(null, null), ProbeRejection.EMPTY, "The file has no bytes.");
    }
    try (var directory = workDirectories.create();
        var view =
            new LocalView(
                source,
                directory.path().resolve("source"),
                config.maxRead().asLongValue(),
                MAX_READS)) {
      return probe(view);
    } catch (IOException | UncheckedIOException e) {
      throw new MediaProgramException("Temporary files can't be written: " + e.getMessage(), e);
    }
  }

  private ProbeResult probe(LocalView view) {
    var format = sniffer.sniff(view.bytes(0, Sniffer.SAMPLE_SIZE));
    view.fetch(0, Math.min(view.size(), config.maxRead().asLongValue()));
    return Verdict.of(info(format, ffprobe.analyse(view.path()), view.size()), config);
  }

  private static MediaInfo info(MediaFormat format, FfprobeReport report, long size) {
    var millis = report.durationMillis();
    return new MediaInfo(
        format.container(),
        format.mediaType(),
        report.videoCodec(),
        report.audioCodec(),
        report.width(),
        report.height(),
        report.rotation(),
        report.frameRate(),
        millis,
        millis == null ? null : bitRate(size, millis),
        report.hdr());
  }

  private static long bitRate(long size, long millis) {
    return Math.round(size * 8.0 * 1000 / millis);
  }
}

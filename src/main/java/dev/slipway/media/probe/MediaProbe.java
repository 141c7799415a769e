package dev.slipway.media.probe;

import dev.slipway.media.MediaFormat;
import dev.slipway.media.Sniffer;
import dev.slipway.media.program.MediaPrograms;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.WorkDirectories;
import dev.slipway.media.sandbox.WorkDirectory;
import dev.slipway.media.source.LocalFileException;
import dev.slipway.media.source.LocalView;
import dev.slipway.media.source.MediaSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Reads what a stored video file contains, and decides whether it can be played. It reads a limited
 * part of the file, and runs ffprobe in a sandbox on a local copy of that part.
 */
@ApplicationScoped
public class MediaProbe {
  /** Enough for the largest view in chunks, and for the boxes that lead to an index. */
  private static final int MAX_READS = 256;

  private static final int MILLIS = 1000;

  private final MediaPrograms programs;
  private final WorkDirectories workDirectories;
  private final ProbeConfig config;
  private final Sniffer sniffer = new Sniffer();
  private final Ffprobe ffprobe;
  private final Verdict verdict;

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
    this.verdict = new Verdict(config);
  }

  /** Whether there is an ffprobe that runs. */
  public boolean isAvailable() {
    return programs.ffprobe().isPresent();
  }

  /**
   * Probes a file. Runtime exceptions of the source pass through.
   *
   * @throws TemporaryFilesException if there is no space for temporary files: try again
   * @throws MediaProgramException if ffprobe is missing, hangs, crashes, is killed by a limit or
   *     prints nothing usable: try again
   */
  public ProbeResult probe(MediaSource source) {
    if (source.size() == 0) {
      return ProbeResult.rejected(
          MediaInfo.ofContainer(null, null), ProbeRejection.EMPTY, "The file has no bytes.");
    }
    try (var directory = createDirectory();
        var view = view(source, directory)) {
      return probe(view);
    } catch (IOException | LocalFileException e) {
      throw new TemporaryFilesException(e);
    }
  }

  /**
   * Reads what a transcoder has to know about a file that was accepted. Runtime exceptions of the
   * source pass through.
   *
   * @return empty if ffprobe finds no picture
   * @throws TemporaryFilesException if there is no space for temporary files: try again
   * @throws MediaProgramException if ffprobe is missing, hangs, crashes, is killed by a limit or
   *     prints nothing usable: try again
   */
  public Optional<SourceStreams> readStreams(MediaSource source) {
    try (var directory = createDirectory();
        var view = view(source, directory)) {
      var format = sniffer.sniff(view.bytes(0, Sniffer.SAMPLE_SIZE));
      var structure = FileStructure.read(view, format.container());
      var report = ffprobe.analyseWithEnds(view.path());
      return report.streams(info(format, report, structure, view.size()));
    } catch (IOException | LocalFileException e) {
      throw new TemporaryFilesException(e);
    }
  }

  private WorkDirectory createDirectory() {
    try {
      return workDirectories.create();
    } catch (UncheckedIOException e) {
      throw new TemporaryFilesException(e);
    }
  }

  private LocalView view(MediaSource source, WorkDirectory directory) throws IOException {
    return new LocalView(
        source, directory.path().resolve("source"), config.maxRead().asLongValue(), MAX_READS);
  }

  private ProbeResult probe(LocalView view) {
    var beginning = view.bytes(0, Sniffer.SAMPLE_SIZE);
    var format = sniffer.sniff(beginning);
    var known = MediaInfo.ofContainer(format.container(), format.mediaType());
    if (PlaylistDetector.isPlaylist(beginning)) {
      return ProbeResult.rejected(
          known, ProbeRejection.REFERENCE, "The file is a list of other files.");
    }
    if (!format.isVideo()) {
      return ProbeResult.rejected(
          known, ProbeRejection.NOT_A_VIDEO, "The file is %s.".formatted(format.mediaType()));
    }
    var structure = FileStructure.read(view, format.container());
    if (structure.rejection() != null) {
      return ProbeResult.rejected(known, structure.rejection(), structure.detail());
    }
    var headers = ffprobe.readHeaders(view.path());
    var early = verdict.ofHeaders(headers, info(format, headers, structure, view.size()));
    if (early != null) {
      return early;
    }
    var analysis = ffprobe.analyse(view.path());
    return verdict.ofAnalysis(analysis, info(format, analysis, structure, view.size()));
  }

  private static MediaInfo info(
      MediaFormat format, FfprobeReport report, FileStructure structure, long size) {
    var millis =
        switch (structure.durationSource()) {
          case FFPROBE -> report.durationMillis();
          case FFPROBE_FROM_ZERO -> report.durationMillisWithoutStart();
          case STRUCTURE -> structure.durationMillis();
        };
    if (millis != null
        && StreamTimestamps.haveJumped(
            format.container(), report.width(), report.height(), bitRate(size, millis))) {
      millis = null;
    }
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
    return Math.round((double) size * Byte.SIZE * MILLIS / millis);
  }
}

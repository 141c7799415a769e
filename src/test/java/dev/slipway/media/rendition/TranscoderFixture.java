package dev.slipway.media.rendition;

import dev.slipway.embedded.media.IncludedPrograms;
import dev.slipway.media.mp4.FragmentIndex;
import dev.slipway.media.probe.CountingSource;
import dev.slipway.media.probe.ProbeFixture;
import dev.slipway.media.probe.SourceStreams;
import dev.slipway.media.program.MediaPrograms;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.WorkDirectories;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Transcodes local files to local files with the included programs. */
final class TranscoderFixture {
  private final Path directory;
  private final Transcoder transcoder;
  final List<String> progress = new ArrayList<>();

  TranscoderFixture(Path directory, Map<String, String> settings) {
    this(directory, settings, IncludedPrograms.directory());
  }

  TranscoderFixture(Path directory, Map<String, String> settings, Path programs) {
    this(directory, settings, programs, Duration.ofMinutes(2));
  }

  /**
   * @param baseTimeout the time that ffmpeg may take in addition to that for each second of video
   */
  TranscoderFixture(
      Path directory, Map<String, String> settings, Path programs, Duration baseTimeout) {
    this.directory = directory;
    var sandbox = new Sandbox();
    var directories = new WorkDirectories(directory.resolve("work"));
    this.transcoder =
        new Transcoder(
            sandbox,
            MediaPrograms.in(programs, sandbox, directories),
            directories,
            ProbeFixture.config(Map.of()),
            Sources.config(settings),
            baseTimeout);
  }

  Transcoder transcoder() {
    return transcoder;
  }

  static SourceStreams streams(Path directory, Path source) {
    try (var file = new CountingSource(source)) {
      return ProbeFixture.probe(directory.resolve("probe")).readStreams(file).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes all renditions of the ladder. */
  List<Made> transcode(Path source) {
    var streams = streams(directory, source);
    return transcode(source, streams, Ladder.of(streams));
  }

  List<Made> transcode(Path source, SourceStreams streams, List<Rung> rungs) {
    var files = rungs.stream().map(rung -> directory.resolve(rung.label() + ".mp4")).toList();
    var outputs = new ArrayList<FileOutputStream>();
    try (var file = new CountingSource(source)) {
      for (var path : files) {
        outputs.add(new FileOutputStream(path.toFile()));
      }
      var indexes =
          transcoder.transcode(
              file,
              streams,
              rungs,
              rung -> sink(outputs.get(rungs.indexOf(rung))),
              (step, share) -> progress.add(step + " " + share));
      var made = new ArrayList<Made>();
      for (var at = 0; at < rungs.size(); at++) {
        made.add(new Made(rungs.get(at), files.get(at), indexes.get(at)));
      }
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      outputs.forEach(TranscoderFixture::close);
    }
  }

  private static RenditionSink sink(FileOutputStream file) {
    return (bytes, offset, length) -> {
      try {
        file.write(bytes, offset, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static void close(FileOutputStream file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A rendition, its file and its index. */
  record Made(Rung rung, Path file, FragmentIndex index) {}
}

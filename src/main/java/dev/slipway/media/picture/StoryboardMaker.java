package dev.slipway.media.picture;

import dev.slipway.media.picture.FrameDecoder.Frame;
import dev.slipway.media.picture.FrameDecoder.Output;
import dev.slipway.media.picture.FrameDecoder.Selection;
import dev.slipway.media.probe.MediaProgramException;
import dev.slipway.media.probe.ProbeConfig;
import dev.slipway.media.probe.TemporaryFilesException;
import dev.slipway.media.program.MediaPrograms;
import dev.slipway.media.sandbox.Sandbox;
import dev.slipway.media.sandbox.WorkDirectories;
import dev.slipway.media.source.LocalFileException;
import dev.slipway.media.source.LocalView;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes the storyboard of a video from its key frames. */
@ApplicationScoped
public class StoryboardMaker {
  private static final int MAX_FRAMES = 100;
  private static final long MIN_INTERVAL_MILLIS = 2000;
  private static final long SECOND = 1000;

  /** Reads of a file, also if one of the frames becomes the poster. */
  static final int MAX_READS = 1024;

  private static final int QUALITY = 6;

  /** Frames of the beginning of a file come a little earlier or later than at the interval. */
  private static final double GAP_SHARE = 0.75;

  private static final Output TILE = Output.colour("frame", 160);

  private final WorkDirectories workDirectories;
  private final PictureConfig config;
  private final FrameDecoder decoder;

  public StoryboardMaker(
      Sandbox sandbox,
      MediaPrograms programs,
      WorkDirectories workDirectories,
      PictureConfig config,
      ProbeConfig probeConfig) {
    this.workDirectories = workDirectories;
    this.config = config;
    this.decoder = new FrameDecoder(sandbox, programs, config, probeConfig);
  }

  /**
   * Makes a storyboard. Of a file without an index that exceeds the limit, it covers the beginning.
   * Runtime exceptions of the source pass through.
   *
   * @return empty if the duration is unknown, or no key frame can be decoded
   * @throws TemporaryFilesException if there is no space for temporary files: try again
   * @throws MediaProgramException if ffmpeg is missing, hangs, crashes, or is killed by a limit
   */
  public Optional<Storyboard> make(VideoFile video) {
    if (video.durationMillis() == null) {
      return Optional.empty();
    }
    try (var directory = workDirectories.create();
        var view =
            new LocalView(
                video.source(),
                directory.path().resolve("source"),
                config.storyboardMaxRead().asLongValue(),
                MAX_READS)) {
      var interval = interval(video.durationMillis());
      var input =
          FrameInput.fetch(
              view,
              video.durationMillis(),
              millis -> targets(count(video.durationMillis(), interval), interval));
      var frames = decoder.decode(input, selection(interval), List.of(TILE), video.hdr());
      return frames.isEmpty()
          ? Optional.empty()
          : Optional.of(compose(directory.path(), frames, count(input, video, interval), interval));
    } catch (UncheckedIOException | IOException | LocalFileException e) {
      throw new TemporaryFilesException(e);
    }
  }

  /** At least two seconds, in whole seconds, so that there are at most a hundred frames. */
  static long interval(long millis) {
    var least = (millis + MAX_FRAMES - 1) / MAX_FRAMES;
    return Math.max(MIN_INTERVAL_MILLIS, (least + SECOND - 1) / SECOND * SECOND);
  }

  /** The key frames of the beginning of a file from which a storyboard is made. */
  static Selection selection(long interval) {
    return new Selection(true, Math.round(interval * GAP_SHARE), 2 * MAX_FRAMES);
  }

  private static int count(long millis, long interval) {
    return (int) Math.max(1, Math.min(MAX_FRAMES, (millis + interval - 1) / interval));
  }

  private static int count(FrameInput input, VideoFile video, long interval) {
    var covered = input.hasChosenFrames() ? video.durationMillis() : input.millis();
    return count(covered, interval);
  }

  /** The middle of each interval. */
  private static long[] targets(int count, long interval) {
    var targets = new long[count];
    for (var index = 0; index < count; index++) {
      targets[index] = index * interval + interval / 2;
    }
    return targets;
  }

  private Storyboard compose(Path directory, List<Frame> frames, int count, long interval)
      throws IOException {
    var first = frames.get(0).pixels(TILE);
    var rows = Math.min(Storyboard.ROWS, (count + Storyboard.COLUMNS - 1) / Storyboard.COLUMNS);
    var spriteCount = (count + Storyboard.FRAMES_PER_SPRITE - 1) / Storyboard.FRAMES_PER_SPRITE;
    var targets = targets(count, interval);
    for (var sprite = 0; sprite < spriteCount; sprite++) {
      var sheet = PixelMap.blank(first.width() * Storyboard.COLUMNS, first.height() * rows);
      var begin = sprite * Storyboard.FRAMES_PER_SPRITE;
      var end = Math.min(count, begin + Storyboard.FRAMES_PER_SPRITE);
      for (var index = begin; index < end; index++) {
        var place = index - begin;
        sheet.draw(
            nearest(frames, targets[index]).pixels(TILE),
            place % Storyboard.COLUMNS * first.width(),
            place / Storyboard.COLUMNS * first.height());
      }
      sheet.write(directory.resolve("sprite-%d.ppm".formatted(sprite)));
    }
    decoder.encodeSprites(directory, QUALITY);
    return new Storyboard(
        readSprites(directory, spriteCount), count, interval, first.width(), first.height());
  }

  private static Frame nearest(List<Frame> frames, long target) {
    return frames.stream()
        .min(Comparator.comparingLong(frame -> Math.abs(frame.millis() - target)))
        .orElseThrow();
  }

  private static List<byte[]> readSprites(Path directory, int count) throws IOException {
    var sprites = new ArrayList<byte[]>();
    for (var sprite = 0; sprite < count; sprite++) {
      sprites.add(Files.readAllBytes(directory.resolve("sprite-%d.jpg".formatted(sprite))));
    }
    return sprites;
  }
}

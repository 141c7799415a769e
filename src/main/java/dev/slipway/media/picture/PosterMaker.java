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
import dev.slipway.media.sandbox.WorkDirectory;
import dev.slipway.media.source.LocalFileException;
import dev.slipway.media.source.LocalView;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the poster of a video: from the best of several key frames, or from a chosen one. */
@ApplicationScoped
public class PosterMaker {
  private static final int CANDIDATES = 10;
  private static final int MAX_FRAMES = 40;
  private static final int MAX_READS = 512;

  /** Many videos begin with a title or a fade. */
  private static final long MIN_MILLIS = 1000;

  private static final long MIN_GAP_MILLIS = 500;
  private static final long UNKNOWN_GAP_MILLIS = 2000;

  private static final Output POSTER = Output.jpeg("poster", 1280, 5);
  private static final Output TILE = Output.jpeg("tile", 480, 5);
  private static final Output GREY = Output.grey("grey", 160);
  private static final Output TINY = Output.colour("tiny", 12);
  static final List<Output> OUTPUTS = List.of(POSTER, TILE, GREY, TINY);

  private final MediaPrograms programs;
  private final WorkDirectories workDirectories;
  private final PictureConfig config;
  private final FrameDecoder decoder;

  public PosterMaker(
      Sandbox sandbox,
      MediaPrograms programs,
      WorkDirectories workDirectories,
      PictureConfig config,
      ProbeConfig probeConfig) {
    this.programs = programs;
    this.workDirectories = workDirectories;
    this.config = config;
    this.decoder = new FrameDecoder(sandbox, programs, config, probeConfig);
  }

  /** Whether there is an ffmpeg that runs. */
  public boolean isAvailable() {
    return programs.ffmpeg().isPresent();
  }

  /**
   * Makes a poster. Runtime exceptions of the source pass through.
   *
   * @param atMillis the time of the frame, of which the nearest key frame is used, among the same
   *     ones as in the storyboard; null to choose the best one
   * @throws TemporaryFilesException if there is no space for temporary files: try again
   * @throws MediaProgramException if ffmpeg is missing, hangs, crashes, is killed by a limit, or
   *     decodes no frame of the file
   */
  public Poster make(VideoFile video, Long atMillis) {
    var frames = make(video, atMillis, true);
    return frames == null ? requireFrame(make(video, atMillis, false)) : frames;
  }

  /**
   * Makes a poster from an image. It is decoded and encoded again, so nothing else in the file
   * survives.
   *
   * @throws UnsuitableImageException if it is no image, or damaged, or too large
   * @throws TemporaryFilesException if there is no space for temporary files: try again
   * @throws MediaProgramException if ffmpeg is missing, hangs, crashes or is killed by a limit
   */
  public Poster makeFromImage(byte[] image) throws UnsuitableImageException {
    var format = ImageFormat.of(image);
    if (format.isEmpty()) {
      throw new UnsuitableImageException("The file isn't a JPEG, PNG or WebP image.");
    }
    try (var directory = createDirectory()) {
      var file = Files.write(directory.path().resolve("image"), image);
      var frames =
          decoder.decodeImage(file, format.get().demuxer(), format.get().decoder(), OUTPUTS);
      if (frames.isEmpty()) {
        throw new UnsuitableImageException("The image is damaged, or has too many pixels.");
      }
      return poster(frames.get(0), false);
    } catch (IOException e) {
      throw new TemporaryFilesException(e);
    }
  }

  private static Poster requireFrame(Poster poster) {
    if (poster == null) {
      throw new MediaProgramException("ffmpeg decodes no frame of the file");
    }
    return poster;
  }

  /** Returns null if no frame was decoded. */
  private Poster make(VideoFile video, Long atMillis, boolean keyFramesOnly) {
    var isFromStoryboard = keyFramesOnly && atMillis != null && video.durationMillis() != null;
    var maxRead = isFromStoryboard ? config.storyboardMaxRead() : config.maxRead();
    try (var directory = createDirectory();
        var view =
            new LocalView(
                video.source(),
                directory.path().resolve("source"),
                maxRead.asLongValue(),
                isFromStoryboard ? StoryboardMaker.MAX_READS : MAX_READS)) {
      var input =
          keyFramesOnly
              ? FrameInput.fetch(view, video.durationMillis(), millis -> targets(millis, atMillis))
              : FrameInput.fetchBeginning(view, video.durationMillis());
      var selection =
          isFromStoryboard
              ? StoryboardMaker.selection(StoryboardMaker.interval(video.durationMillis()))
              : new Selection(keyFramesOnly, gap(input, keyFramesOnly), MAX_FRAMES);
      var frames = decoder.decode(input, selection, OUTPUTS, video.hdr());
      return frames.isEmpty() ? null : poster(choose(frames, atMillis), true);
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

  private static long[] targets(long millis, Long atMillis) {
    if (atMillis != null) {
      return new long[] {atMillis};
    }
    var targets = new long[CANDIDATES];
    for (var index = 0; index < CANDIDATES; index++) {
      targets[index] =
          Math.max(Math.min(MIN_MILLIS, millis), millis * (2 * index + 1) / (2 * CANDIDATES));
    }
    return targets;
  }

  private static long gap(FrameInput input, boolean keyFramesOnly) {
    if (input.millis() == 0) {
      return UNKNOWN_GAP_MILLIS;
    }
    var gap = Math.max(MIN_GAP_MILLIS, input.millis() / (keyFramesOnly ? MAX_FRAMES : CANDIDATES));
    return Math.min(gap, Math.max(1, input.millis()));
  }

  private static Frame choose(List<Frame> frames, Long atMillis) throws IOException {
    if (atMillis != null) {
      return frames.stream()
          .min(Comparator.comparingLong(frame -> Math.abs(frame.millis() - atMillis)))
          .orElseThrow();
    }
    var first = frames.get(0).millis();
    var later = frames.stream().filter(frame -> frame.millis() >= first + MIN_MILLIS).toList();
    var candidates = new ArrayList<>(later.isEmpty() ? frames : later);
    Frame best = null;
    var bestScore = -1.0;
    for (var frame : candidates) {
      var score = FrameScore.of(frame.pixels(GREY));
      if (score > bestScore) {
        best = frame;
        bestScore = score;
      }
    }
    return best;
  }

  static Poster poster(Frame frame, boolean hasTime) throws IOException {
    var jpeg = frame.bytes(POSTER);
    var size = JpegSize.of(jpeg);
    return new Poster(
        jpeg,
        size.width(),
        size.height(),
        frame.bytes(TILE),
        Placeholder.of(frame.pixels(TINY)),
        hasTime ? frame.millis() : null);
  }
}

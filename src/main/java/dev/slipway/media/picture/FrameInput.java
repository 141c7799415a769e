package dev.slipway.media.picture;

import dev.slipway.media.Sniffer;
import dev.slipway.media.mp4.KeyFrameFile;
import dev.slipway.media.mp4.PictureTrack;
import dev.slipway.media.mp4.PictureTrack.KeyFrame;
import dev.slipway.media.source.LocalView;
import dev.slipway.media.source.SourceLimitException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A local file from which ffmpeg decodes some frames of a stored one.
 *
 * @param file in the directory of the view
 * @param times when the frames of this file are shown in the stored one, in milliseconds,
 *     ascending, if the file has exactly these frames, one each second; null if it is the beginning
 *     of the stored file
 * @param millis how much of the video the file covers; 0 if that is unknown
 * @param countsFromZero whether a player counts the times of the file from zero, not from its first
 *     picture or sound
 */
record FrameInput(Path file, long[] times, long millis, boolean countsFromZero) {
  private static final Set<String> MP4_FAMILY = Set.of("mp4", "quicktime", "m4v", "3gpp", "3gpp2");

  private static final Set<String> MATROSKA_FAMILY = Set.of("matroska", "webm");

  private static final int MILLIS = 1000;

  /** The largest frame that is decoded; an uncompressed one of 4K has 25 MB. */
  private static final long MAX_FRAME_SIZE = 64 << 20;

  private static final long STEP = 1 << 20;

  boolean hasChosenFrames() {
    return times != null;
  }

  /** The time in the stored file of a frame that is shown at a time in this one. */
  long timeOf(long millisInFile) {
    if (times == null) {
      return millisInFile;
    }
    var index = Math.round((double) millisInFile / MILLIS);
    return times[(int) Math.max(0, Math.min(times.length - 1, index))];
  }

  /**
   * Fetches the key frames nearest to some times, or the beginning of a file that has no index of
   * its frames.
   *
   * @param view of the stored file, with a limit on what may be fetched
   * @param millis the duration of the video; null if it is unknown
   * @param targets chooses the times
   */
  static FrameInput fetch(LocalView view, Long millis, Targets targets) throws IOException {
    var format = new Sniffer().sniff(view.bytes(0, Sniffer.SAMPLE_SIZE));
    if (format.container() != null && MP4_FAMILY.contains(format.container())) {
      var track = PictureTrack.find(view);
      if (track.isPresent()) {
        var chosen = fetchKeyFrames(track.get(), view, targets);
        if (chosen != null) {
          return chosen;
        }
      }
    }
    return fetchBeginning(view, millis);
  }

  /** Null if the frames can't be fetched. */
  private static FrameInput fetchKeyFrames(PictureTrack track, LocalView view, Targets targets)
      throws IOException {
    var duration = track.durationMillis();
    var nearest =
        track.nearestKeyFrames(targets.in(duration)).stream()
            .filter(frame -> frame.size() <= MAX_FRAME_SIZE)
            .toList();
    var frames = thinOut(nearest, view.remaining());
    var file = view.path().resolveSibling("frames.mp4");
    try {
      return frames.isEmpty() || !KeyFrameFile.write(track, frames, file)
          ? null
          : new FrameInput(file, timesOf(frames), duration, false);
    } catch (SourceLimitException tooManyReads) {
      return null;
    }
  }

  /** Repeats every second frame, or every fourth, and so on, until what is left can be fetched. */
  private static List<KeyFrame> thinOut(List<KeyFrame> frames, long maxBytes) {
    for (var step = 1; step <= frames.size(); step *= 2) {
      var thinned = new ArrayList<KeyFrame>();
      for (var index = 0; index < frames.size(); index++) {
        thinned.add(frames.get(index - index % step));
      }
      var bytes = thinned.stream().distinct().mapToLong(KeyFrame::size).sum();
      if (bytes <= maxBytes) {
        return thinned;
      }
    }
    return List.of();
  }

  private static long[] timesOf(List<KeyFrame> frames) {
    return frames.stream().mapToLong(KeyFrame::millis).toArray();
  }

  /**
   * Fetches the beginning of the file, as far as the limit of the view allows.
   *
   * @param millis the duration of the video; null if it is unknown
   */
  static FrameInput fetchBeginning(LocalView view, Long millis) {
    var container = new Sniffer().sniff(view.bytes(0, Sniffer.SAMPLE_SIZE)).container();
    var countsFromZero = container != null && MATROSKA_FAMILY.contains(container);
    var length = 0L;
    try {
      while (length < view.size()) {
        view.fetch(length, Math.min(STEP, view.size() - length));
        length = Math.min(view.size(), length + STEP);
      }
    } catch (SourceLimitException limit) {
      view.cutOut(length, view.size());
    }
    var covered = millis == null ? 0 : Math.round((double) millis * length / view.size());
    return new FrameInput(view.path(), null, covered, countsFromZero);
  }

  /** Chooses times in a video. */
  @FunctionalInterface
  interface Targets {
    /**
     * @param millis the duration of the video
     * @return in milliseconds, ascending
     */
    long[] in(long millis);
  }
}

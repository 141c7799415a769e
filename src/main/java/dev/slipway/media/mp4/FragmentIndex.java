package dev.slipway.media.mp4;

import java.util.List;

/**
 * The facts about a fragmented MP4 file that a playlist needs.
 *
 * @param initSize bytes before the first fragment, which every player needs
 * @param codecs the codecs as RFC 6381 names them, such as {@code avc1.4d401f,mp4a.40.2}
 * @param timescale units of time in a second
 * @param segments the fragments in the order of the file; the first one begins at {@code initSize},
 *     and each one begins where the previous one ends
 * @param size bytes of the file; a player needs nothing after the last segment
 */
public record FragmentIndex(
    long initSize, String codecs, long timescale, List<Segment> segments, long size) {
  public FragmentIndex {
    segments = List.copyOf(segments);
  }

  /** The sum of the durations in milliseconds. */
  public long durationMillis() {
    var units = segments.stream().mapToLong(Segment::duration).sum();
    return Math.round(1000.0 * units / timescale);
  }

  /**
   * A fragment with the samples of all tracks for a period of time. Sound without a picture belongs
   * to the segment before it, because a segment that has no picture can't be played.
   *
   * @param size in bytes
   * @param duration in units of the timescale
   */
  public record Segment(long size, long duration) {}
}

package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The times in fragments ({@code moof}). */
final class Fragment {
  private static final int MILLIS = 1000;

  /** A century. Only damaged fragments are further apart. */
  private static final double MAX_SECONDS = 100 * 366 * 86_400.0;

  // Flags of tfhd and trun, ISO/IEC 14496-12, 8.8.7 and 8.8.8.
  private static final int BASE_DATA_OFFSET = 0x1;
  private static final int DESCRIPTION_INDEX = 0x2;
  private static final int DEFAULT_DURATION = 0x8;
  private static final int DATA_OFFSET = 0x1;
  private static final int FIRST_SAMPLE_FLAGS = 0x4;
  private static final int DURATION = 0x100;
  private static final int SIZE = 0x200;
  private static final int FLAGS = 0x400;
  private static final int COMPOSITION_OFFSET = 0x800;

  private Fragment() {}

  /**
   * Returns the milliseconds from the beginning of a fragment to the end of another; empty if they
   * don't say when they begin, or the result is not a possible duration.
   *
   * @param first the first fragment of the file. A part of a broadcast doesn't begin at zero. Empty
   *     if the file does, because its index has the samples before the fragments
   * @param last the last one, in which the longest track counts
   */
  static OptionalLong millisBetween(
      LocalView view, Optional<Box> first, Box last, Map<Long, FragmentDefaults> tracks)
      throws DamagedIndexException {
    var beginning =
        first.isEmpty()
            ? OptionalDouble.of(0)
            : times(view, first.get(), tracks).stream().mapToDouble(Times::start).min();
    var end = times(view, last, tracks).stream().mapToDouble(Times::end).max();
    if (beginning.isEmpty() || end.isEmpty()) {
      return OptionalLong.empty();
    }
    var seconds = end.getAsDouble() - beginning.getAsDouble();
    return seconds > 0 && seconds < MAX_SECONDS
        ? OptionalLong.of(Math.round(seconds * MILLIS))
        : OptionalLong.empty();
  }

  private static List<Times> times(LocalView view, Box moof, Map<Long, FragmentDefaults> tracks)
      throws DamagedIndexException {
    var times = new ArrayList<Times>();
    for (var box : Boxes.in(view, moof)) {
      if (box.is("traf")) {
        ofTrack(view, box, tracks).ifPresent(times::add);
      }
    }
    return times;
  }

  private static Optional<Times> ofTrack(
      LocalView view, Box traf, Map<Long, FragmentDefaults> tracks) throws DamagedIndexException {
    var boxes = Boxes.byType(view, traf);
    if (!boxes.containsKey("tfhd") || !boxes.containsKey("tfdt")) {
      return Optional.empty();
    }
    var tfhd = cursor(view, boxes.get("tfhd"));
    var flags = tfhd.readInt();
    var defaults = tracks.get(tfhd.readUnsignedInt());
    if (defaults == null || defaults.timescale() == 0) {
      return Optional.empty();
    }
    tfhd.skip(bytes(flags, BASE_DATA_OFFSET) * 2 + bytes(flags, DESCRIPTION_INDEX));
    var duration =
        (flags & DEFAULT_DURATION) != 0 ? tfhd.readUnsignedInt() : defaults.sampleDuration();
    var tfdt = cursor(view, boxes.get("tfdt"));
    // The version is in the highest byte.
    var start = tfdt.readInt() >>> 24 == 1 ? tfdt.readLong() : tfdt.readUnsignedInt();
    // The product of two numbers of 32 bits can exceed a long.
    var units = 0.0;
    for (var box : Boxes.in(view, traf)) {
      if (box.is("trun")) {
        units += duration(cursor(view, box), duration);
      }
    }
    var seconds = (double) start / defaults.timescale();
    return Optional.of(new Times(seconds, seconds + units / defaults.timescale()));
  }

  private static double duration(Cursor trun, long defaultDuration) throws DamagedIndexException {
    var flags = trun.readInt();
    var count = trun.readUnsignedInt();
    if ((flags & DURATION) == 0) {
      return (double) count * defaultDuration;
    }
    trun.skip(bytes(flags, DATA_OFFSET) + bytes(flags, FIRST_SAMPLE_FLAGS));
    var others = bytes(flags, SIZE) + bytes(flags, FLAGS) + bytes(flags, COMPOSITION_OFFSET);
    if (count > trun.remaining() / (Integer.BYTES + others)) {
      throw new DamagedIndexException("a fragment has fewer samples than it claims to have");
    }
    var sum = 0L;
    for (var sample = 0L; sample < count; sample++) {
      sum += trun.readUnsignedInt();
      trun.skip(others);
    }
    return sum;
  }

  private static Cursor cursor(LocalView view, Box box) {
    return new Cursor(view, box.contentStart(), box.end());
  }

  /** When the samples of a track begin and end, in seconds on the clock of the file. */
  private record Times(double start, double end) {}

  /** The width of an optional field of 32 bits. */
  private static int bytes(int flags, int flag) {
    return (flags & flag) == 0 ? 0 : Integer.BYTES;
  }
}

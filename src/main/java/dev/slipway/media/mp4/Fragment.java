package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.util.Map;
import java.util.OptionalLong;

/** The time at which a fragment ({@code moof}) ends. */
final class Fragment {
  private static final int MILLIS = 1000;

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
   * Returns the end of the longest track in milliseconds from the beginning of the file; empty if
   * the fragment doesn't say when it begins.
   */
  static OptionalLong endMillis(LocalView view, Box moof, Map<Long, FragmentDefaults> tracks)
      throws DamagedIndexException {
    var end = OptionalLong.empty();
    for (var box : Boxes.in(view, moof)) {
      if (box.is("traf")) {
        var ofTrack = trackEndMillis(view, box, tracks);
        if (ofTrack.isPresent()) {
          end = OptionalLong.of(Math.max(end.orElse(0), ofTrack.getAsLong()));
        }
      }
    }
    return end;
  }

  private static OptionalLong trackEndMillis(
      LocalView view, Box traf, Map<Long, FragmentDefaults> tracks) throws DamagedIndexException {
    var boxes = Boxes.byType(view, traf);
    if (!boxes.containsKey("tfhd") || !boxes.containsKey("tfdt")) {
      return OptionalLong.empty();
    }
    var tfhd = cursor(view, boxes.get("tfhd"));
    var flags = tfhd.readInt();
    var defaults = tracks.get(tfhd.readUnsignedInt());
    if (defaults == null || defaults.timescale() == 0) {
      return OptionalLong.empty();
    }
    tfhd.skip(bytes(flags, BASE_DATA_OFFSET) * 2 + bytes(flags, DESCRIPTION_INDEX));
    var duration =
        (flags & DEFAULT_DURATION) != 0 ? tfhd.readUnsignedInt() : defaults.sampleDuration();
    var tfdt = cursor(view, boxes.get("tfdt"));
    // The version is in the highest byte.
    var start = tfdt.readInt() >>> 24 == 1 ? tfdt.readLong() : tfdt.readUnsignedInt();
    var units = 0L;
    for (var box : Boxes.in(view, traf)) {
      if (box.is("trun")) {
        units += duration(cursor(view, box), duration);
      }
    }
    var seconds = ((double) start + units) / defaults.timescale();
    return OptionalLong.of(Math.round(seconds * MILLIS));
  }

  private static long duration(Cursor trun, long defaultDuration) throws DamagedIndexException {
    var flags = trun.readInt();
    var count = trun.readUnsignedInt();
    if ((flags & DURATION) == 0) {
      return count * defaultDuration;
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

  /** The width of an optional field of 32 bits. */
  private static int bytes(int flags, int flag) {
    return (flags & flag) == 0 ? 0 : Integer.BYTES;
  }
}

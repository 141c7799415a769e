package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.util.HashMap;
import java.util.Map;

/**
 * The facts about the tracks of a fragmented file in its index.
 *
 * @param timescale units in a second
 * @param sampleDuration the duration of a sample in these units, unless a fragment says otherwise
 */
record FragmentDefaults(long timescale, long sampleDuration) {
  private static final int FULL_BOX_HEADER = 4;

  /** Reads them by the ids of the tracks. */
  static Map<Long, FragmentDefaults> read(LocalView view, Box moov) throws DamagedIndexException {
    var durations = new HashMap<Long, Long>();
    var mvex = Boxes.byType(view, moov).get("mvex");
    for (var box : Boxes.in(view, mvex)) {
      if (box.is("trex")) {
        var trex = content(view, box);
        var track = trex.readUnsignedInt();
        // The index of the sample description.
        trex.skip(Integer.BYTES);
        durations.put(track, trex.readUnsignedInt());
      }
    }
    var defaults = new HashMap<Long, FragmentDefaults>();
    for (var box : Boxes.in(view, moov)) {
      if (box.is("trak")) {
        var track = Boxes.byType(view, box);
        var mdia = track.get("mdia");
        var mdhd = mdia == null ? null : Boxes.byType(view, mdia).get("mdhd");
        if (track.containsKey("tkhd") && mdhd != null) {
          var id = afterTimes(view, track.get("tkhd")).readUnsignedInt();
          var timescale = afterTimes(view, mdhd).readUnsignedInt();
          defaults.put(id, new FragmentDefaults(timescale, durations.getOrDefault(id, 0L)));
        }
      }
    }
    return defaults;
  }

  /** The content after the times of creation and modification, whose width the version says. */
  private static Cursor afterTimes(LocalView view, Box box) throws DamagedIndexException {
    var cursor = new Cursor(view, box.contentStart(), box.end());
    var version = cursor.readByte();
    cursor.skip(FULL_BOX_HEADER - 1 + (version == 1 ? 2 * Long.BYTES : 2 * Integer.BYTES));
    return cursor;
  }

  private static Cursor content(LocalView view, Box box) throws DamagedIndexException {
    var cursor = new Cursor(view, box.contentStart(), box.end());
    cursor.skip(FULL_BOX_HEADER);
    return cursor;
  }
}

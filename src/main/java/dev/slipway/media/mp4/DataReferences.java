package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.util.HashSet;
import java.util.Set;

/**
 * Where the samples of a track are: the box of data references ({@code dref}) has a location for
 * each sample description ({@code stsd}) that uses it.
 */
final class DataReferences {
  private static final int FULL_BOX_HEADER = 4;

  /** In the flags of an entry: the samples are in this file. */
  private static final int SELF_CONTAINED = 1;

  /** Precede the index of the data reference in a sample description. */
  private static final int RESERVED = 6;

  private static final int MAX_DESCRIPTIONS = 100;

  private DataReferences() {}

  /**
   * Whether the samples are in this file. An entry without a location refers to no other file,
   * whatever its flags say, and an entry that no sample description uses doesn't matter.
   *
   * @param dinf null if there is none
   * @param stsd null if there is none
   */
  static boolean areInThisFile(LocalView view, Box dinf, Box stsd) throws DamagedIndexException {
    var dref = dinf == null ? null : Boxes.byType(view, dinf).get("dref");
    if (dref == null) {
      return true;
    }
    var used = used(view, stsd);
    var index = 0L;
    for (var entry : Boxes.in(view, dref, entries(dref))) {
      index++;
      if (used.contains(index) && isExternal(view, entry)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isExternal(LocalView view, Box entry) throws DamagedIndexException {
    var cursor = new Cursor(view, entry.contentStart(), entry.end());
    var flags = cursor.readInt();
    return (flags & SELF_CONTAINED) == 0 && cursor.remaining() > 0;
  }

  /** The numbers of the entries that sample descriptions refer to, from 1 on. */
  private static Set<Long> used(LocalView view, Box stsd) throws DamagedIndexException {
    var used = new HashSet<Long>();
    if (stsd == null) {
      return used;
    }
    for (var description : Boxes.in(view, stsd, entries(stsd))) {
      if (used.size() == MAX_DESCRIPTIONS) {
        throw new DamagedIndexException("it has too many descriptions of samples");
      }
      var cursor = new Cursor(view, description.contentStart(), description.end());
      cursor.skip(RESERVED);
      used.add((long) (cursor.readByte() << Byte.SIZE | cursor.readByte()));
    }
    return used;
  }

  /** The offset after version, flags and number of entries. */
  private static long entries(Box fullBox) {
    return fullBox.contentStart() + FULL_BOX_HEADER + Integer.BYTES;
  }
}

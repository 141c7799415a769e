package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.util.Map;

/** The size of each sample in their order ({@code stsz} or {@code stz2}). */
final class SampleSizes {
  private final Cursor cursor;
  private final long count;

  /** Bytes of each sample; 0 if they differ. */
  private final long constant;

  /** Bits of each entry. */
  private final int width;

  private long position;
  private int halfByte = -1;

  private SampleSizes(Cursor cursor, long constant, int width, long count) {
    this.cursor = cursor;
    this.constant = constant;
    this.width = width;
    this.count = count;
  }

  static SampleSizes read(LocalView view, Map<String, Box> boxes) throws DamagedIndexException {
    var box = boxes.getOrDefault("stsz", boxes.get("stz2"));
    if (box == null) {
      throw new DamagedIndexException("it has no sizes of samples");
    }
    var cursor = SampleTable.content(view, box);
    var first = cursor.readUnsignedInt();
    var constant = box.is("stsz") ? first : 0;
    var width = box.is("stsz") ? Integer.SIZE : (int) (first & 0xff);
    var count = cursor.readUnsignedInt();
    if (constant == 0) {
      if (width != 4 && width != Byte.SIZE && width != Short.SIZE && width != Integer.SIZE) {
        throw new DamagedIndexException("the sizes of its samples have %d bits".formatted(width));
      }
      if (count > cursor.remaining() * Byte.SIZE / width) {
        throw new DamagedIndexException(
            "it has fewer samples than the %d that it claims to have".formatted(count));
      }
    }
    return new SampleSizes(cursor, constant, width, count);
  }

  long count() {
    return count;
  }

  /**
   * Whether the size is no number of bytes: in QuickTime, compressed sound has the size 1, and its
   * sample description says how many bytes a group of samples has.
   */
  boolean areNominal() {
    return constant == 1;
  }

  /** The bytes of the next samples. */
  long next(long samples) throws DamagedIndexException {
    var available = Math.min(samples, count - position);
    position += available;
    if (constant > 0) {
      // Both are below 2^32.
      return Math.max(0, available * constant);
    }
    var sum = 0L;
    for (var sample = 0L; sample < available; sample++) {
      sum += nextSize();
    }
    return sum;
  }

  private long nextSize() throws DamagedIndexException {
    return switch (width) {
      case 4 -> nextHalfByte();
      case Byte.SIZE -> cursor.readByte();
      case Short.SIZE -> cursor.readByte() << Byte.SIZE | cursor.readByte();
      default -> cursor.readUnsignedInt();
    };
  }

  private int nextHalfByte() throws DamagedIndexException {
    if (halfByte >= 0) {
      var low = halfByte;
      halfByte = -1;
      return low;
    }
    var both = cursor.readByte();
    halfByte = both & 0xf;
    return both >> 4;
  }
}

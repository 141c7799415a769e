package dev.slipway.media.mp4;

import dev.slipway.media.source.LocalView;
import java.util.Map;

/**
 * Where the samples of a track are: chunks of samples ({@code stco} or {@code co64}), the number of
 * samples in each chunk ({@code stsc}), and the size of each sample ({@code stsz} or {@code stz2}).
 *
 * @param lowest offset of the first chunk; {@link Long#MAX_VALUE} without samples
 * @param highest the offset after the last byte of any sample; 0 without samples
 */
record SampleTable(long lowest, long highest) {
  /** A picture for each of 12 hours at 1,000 pictures a second. */
  private static final long MAX_VIDEO_SAMPLES = 43_200_000;

  private static final SampleTable EMPTY = new SampleTable(Long.MAX_VALUE, 0);
  private static final int FULL_BOX_HEADER = 4;
  private static final int STSC_ENTRY = 12;

  /**
   * Reads the tables of a track.
   *
   * @param boxes the boxes in {@code stbl} by type
   */
  static SampleTable read(LocalView view, Map<String, Box> boxes, boolean isVideo)
      throws DamagedIndexException {
    var is64 = boxes.containsKey("co64");
    var chunkBox = is64 ? boxes.get("co64") : boxes.get("stco");
    if (chunkBox == null || !boxes.containsKey("stsc")) {
      return EMPTY;
    }
    var chunks = content(view, chunkBox);
    var chunkCount = count(chunks, is64 ? Long.BYTES : Integer.BYTES, "chunks");
    if (chunkCount == 0) {
      return EMPTY;
    }
    var sizes = Sizes.read(view, boxes);
    if (isVideo && sizes.count() > MAX_VIDEO_SAMPLES) {
      throw new DamagedIndexException("it claims to have %d pictures".formatted(sizes.count()));
    }
    var runs = new Runs(content(view, boxes.get("stsc")));
    var lowest = Long.MAX_VALUE;
    var highest = 0L;
    for (var chunk = 1L; chunk <= chunkCount; chunk++) {
      var offset = is64 ? chunks.readLong() : chunks.readUnsignedInt();
      var samples = sizes.next(runs.samplesIn(chunk));
      var end = add(offset, isVideo || !sizes.areNominal() ? samples : 0);
      lowest = Math.min(lowest, offset);
      highest = Math.max(highest, end);
    }
    return new SampleTable(lowest, highest);
  }

  /** The content of a full box after its version and flags. */
  private static Cursor content(LocalView view, Box box) throws DamagedIndexException {
    var cursor = new Cursor(view, box.contentStart(), box.end());
    cursor.skip(FULL_BOX_HEADER);
    return cursor;
  }

  /** Reads the number of entries, which must be in the box. */
  private static long count(Cursor cursor, int entrySize, String what)
      throws DamagedIndexException {
    var count = cursor.readUnsignedInt();
    if (count > cursor.remaining() / entrySize) {
      throw new DamagedIndexException(
          "it has fewer %s than the %d that it claims to have".formatted(what, count));
    }
    return count;
  }

  private static long add(long offset, long length) throws DamagedIndexException {
    if (offset < 0 || length > Long.MAX_VALUE - offset) {
      throw new DamagedIndexException("a sample is at an impossible offset");
    }
    return offset + length;
  }

  /** The number of samples in each chunk, as runs of chunks with the same number. */
  private static final class Runs {
    private final Cursor cursor;
    private long entriesLeft;
    private long samples;
    private long nextFirstChunk;
    private long nextSamples;

    Runs(Cursor cursor) throws DamagedIndexException {
      this.cursor = cursor;
      this.entriesLeft = count(cursor, STSC_ENTRY, "runs of chunks");
      readNext();
    }

    long samplesIn(long chunk) throws DamagedIndexException {
      while (chunk >= nextFirstChunk) {
        samples = nextSamples;
        readNext();
      }
      return samples;
    }

    private void readNext() throws DamagedIndexException {
      if (entriesLeft == 0) {
        nextFirstChunk = Long.MAX_VALUE;
        return;
      }
      entriesLeft--;
      nextFirstChunk = cursor.readUnsignedInt();
      nextSamples = cursor.readUnsignedInt();
      cursor.skip(Integer.BYTES);
    }
  }

  /** The size of each sample. */
  private static final class Sizes {
    private final Cursor cursor;
    private final long count;

    /** Bytes of each sample; 0 if they differ. */
    private final long constant;

    /** Bits of each entry. */
    private final int width;

    private long position;
    private int halfByte = -1;

    private Sizes(Cursor cursor, long constant, int width, long count) {
      this.cursor = cursor;
      this.constant = constant;
      this.width = width;
      this.count = count;
    }

    static Sizes read(LocalView view, Map<String, Box> boxes) throws DamagedIndexException {
      var box = boxes.getOrDefault("stsz", boxes.get("stz2"));
      if (box == null) {
        throw new DamagedIndexException("it has no sizes of samples");
      }
      var cursor = content(view, box);
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
      return new Sizes(cursor, constant, width, count);
    }

    long count() {
      return count;
    }

    /**
     * Whether the size is no number of bytes: in QuickTime, compressed sound has the size 1, and
     * its sample description says how many bytes a group of samples has.
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
}

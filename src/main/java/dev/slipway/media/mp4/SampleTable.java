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
  static final long MAX_VIDEO_SAMPLES = 43_200_000;

  private static final SampleTable EMPTY = new SampleTable(Long.MAX_VALUE, 0);
  private static final int FULL_BOX_HEADER = 4;

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
    if (chunkCount == 0 && !boxes.containsKey("stsz") && !boxes.containsKey("stz2")) {
      return EMPTY;
    }
    // Also without chunks, because the count needs no table if all sizes are the same.
    var sizes = SampleSizes.read(view, boxes);
    if (isVideo && sizes.count() > MAX_VIDEO_SAMPLES) {
      throw new DamagedIndexException("it claims to have %d pictures".formatted(sizes.count()));
    }
    if (chunkCount == 0) {
      return EMPTY;
    }
    var runs = new ChunkRuns(content(view, boxes.get("stsc")));
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

  /** How many chunks a track has that has a table of them. */
  static long chunkCount(LocalView view, Map<String, Box> boxes) throws DamagedIndexException {
    var is64 = boxes.containsKey("co64");
    var chunks = content(view, boxes.get(is64 ? "co64" : "stco"));
    return count(chunks, is64 ? Long.BYTES : Integer.BYTES, "chunks");
  }

  /** The content of a full box after its version and flags. */
  static Cursor content(LocalView view, Box box) throws DamagedIndexException {
    var cursor = new Cursor(view, box.contentStart(), box.end());
    cursor.skip(FULL_BOX_HEADER);
    return cursor;
  }

  /** Reads the number of entries, which must be in the box. */
  static long count(Cursor cursor, int entrySize, String what) throws DamagedIndexException {
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
}

package dev.slipway.media.mp4;

/**
 * The number of samples in each chunk, and the description of their format, as runs of chunks that
 * have both in common ({@code stsc}). Chunks are asked for in ascending order.
 */
final class ChunkRuns {
  private static final int ENTRY = 12;

  private final Cursor cursor;
  private long entriesLeft;
  private long samples;
  private long nextFirstChunk;
  private long nextSamples;
  private long description;
  private long nextDescription;

  ChunkRuns(Cursor cursor) throws DamagedIndexException {
    this.cursor = cursor;
    this.entriesLeft = SampleTable.count(cursor, ENTRY, "runs of chunks");
    readNext();
  }

  /** The number of samples in a chunk, which counts from 1. */
  long samplesIn(long chunk) throws DamagedIndexException {
    while (chunk >= nextFirstChunk) {
      samples = nextSamples;
      description = nextDescription;
      readNext();
    }
    return samples;
  }

  /** The number of the sample description of the chunk that was asked for last, from 1 on. */
  long description() {
    return description;
  }

  private void readNext() throws DamagedIndexException {
    if (entriesLeft == 0) {
      nextFirstChunk = Long.MAX_VALUE;
      return;
    }
    entriesLeft--;
    nextFirstChunk = cursor.readUnsignedInt();
    nextSamples = cursor.readUnsignedInt();
    nextDescription = cursor.readUnsignedInt();
  }
}

package dev.slipway.media.mp4;

/** The numbers of the samples that are key frames ({@code stss}); without this box, all are. */
final class KeyFrameNumbers {
  private final Cursor cursor;
  private final long samples;
  private long left;
  private long last;

  /**
   * @param cursor the content of the box; null if there is none
   * @param samples how many samples there are
   */
  KeyFrameNumbers(Cursor cursor, long samples) throws DamagedIndexException {
    this.cursor = cursor;
    this.samples = samples;
    this.left = cursor == null ? samples : SampleTable.count(cursor, Integer.BYTES, "key frames");
  }

  /** The next number, from 1 on and ascending; 0 if there is none. */
  long next() throws DamagedIndexException {
    while (left > 0) {
      left--;
      var number = cursor == null ? last + 1 : cursor.readUnsignedInt();
      if (number > last && number <= samples) {
        last = number;
        return number;
      }
    }
    return 0;
  }
}

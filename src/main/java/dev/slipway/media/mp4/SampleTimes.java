package dev.slipway.media.mp4;

/** When each sample is decoded, as runs of samples with the same duration ({@code stts}). */
final class SampleTimes {
  private static final int ENTRY = 8;

  private final Cursor cursor;
  private long entriesLeft;

  /** The number of the first sample of the run, from 1 on, and its time. */
  private long first = 1;

  private long firstTime;
  private long length;
  private long duration;
  private long time;

  SampleTimes(Cursor cursor) throws DamagedIndexException {
    this.cursor = cursor;
    this.entriesLeft = SampleTable.count(cursor, ENTRY, "runs of durations");
    readRun();
  }

  /** In units of the time scale: of the sample that was skipped to, or the end of the last one. */
  long time() {
    return time;
  }

  /**
   * Advances to a sample. Samples beyond the last run have the time of its end.
   *
   * @param number not lower than the one before
   */
  void skipTo(long number) throws DamagedIndexException {
    while (number >= first + length && entriesLeft > 0) {
      nextRun();
    }
    time = firstTime + Math.min(number - first, length) * duration;
  }

  void skipToEnd() throws DamagedIndexException {
    while (entriesLeft > 0) {
      nextRun();
    }
    time = firstTime + length * duration;
  }

  private void nextRun() throws DamagedIndexException {
    first += length;
    firstTime += length * duration;
    readRun();
  }

  private void readRun() throws DamagedIndexException {
    if (entriesLeft == 0) {
      return;
    }
    entriesLeft--;
    length = cursor.readUnsignedInt();
    // Some programs write a negative duration to correct an earlier one.
    duration = Math.max(0, cursor.readInt());
  }
}

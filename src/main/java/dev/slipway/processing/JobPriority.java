package dev.slipway.processing;

/** The order in which workers take jobs: those with a greater value first. */
enum JobPriority {
  /** A video that was stored before files were probed, or restored. Nobody waits for it. */
  BACKFILL(0),
  /** An account requested it. */
  REQUESTED(5),
  /** What is made of a new video that can already be played. */
  FOLLOWING(8),
  /** A new video, for which its owner waits. */
  UPLOAD(10);

  private final int value;

  JobPriority(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }

  /** The priority of a job that follows one with a priority. */
  static JobPriority following(int before) {
    if (before >= UPLOAD.value) {
      return FOLLOWING;
    }
    return before == BACKFILL.value ? BACKFILL : REQUESTED;
  }
}

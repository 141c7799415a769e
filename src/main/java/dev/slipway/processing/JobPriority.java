package dev.slipway.processing;

/** The order in which workers take jobs: those with a greater value first. */
enum JobPriority {
  /** A video that was stored before files were probed. Nobody waits for it. */
  BACKFILL(0),
  /** An account requested it. */
  REQUESTED(5),
  /** A new video, for which its owner waits. */
  UPLOAD(10);

  private final int value;

  JobPriority(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }
}

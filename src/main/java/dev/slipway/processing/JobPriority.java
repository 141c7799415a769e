package dev.slipway.processing;

import dev.slipway.processing.work.WorkerPool;

/**
 * The order in which workers take jobs: those with a greater value first. Jobs of an account that
 * has many unfinished ones get a lower value in the schedule, so that other accounts needn't wait
 * for all of them.
 */
enum JobPriority {
  /** A video that was stored before files were probed, or restored. Nobody waits for it. */
  BACKFILL(0),
  /** An account requested it. */
  REQUESTED(5),
  /** What is made of a new video that can already be played. */
  FOLLOWING(8),
  /** A new video, for which its owner waits. */
  UPLOAD(10);

  /** The values above the backfill and below all others, for accounts with many jobs. */
  private static final int LOWERED_VALUES = 4;

  /** From each of these values to the next lower one, an account has this many times the jobs. */
  private static final int GROWTH = 4;

  private final int value;

  JobPriority(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }

  /**
   * The value of an account's next job in the schedule of a pool.
   *
   * @param unfinished how many jobs of at least this priority the account has there; more than
   *     {@link #maxUnfinished} make no difference
   */
  int valueAfter(int unfinished, WorkerPool pool) {
    if (this == BACKFILL || unfinished < pool.jobsPerAccount()) {
      return value;
    }
    var lowered = LOWERED_VALUES;
    for (var limit = pool.jobsPerAccount() * GROWTH;
        lowered > 1 && unfinished >= limit;
        lowered--) {
      limit *= GROWTH;
    }
    return lowered;
  }

  /** From this number of unfinished jobs on, an account's next job has the lowest value. */
  static int maxUnfinished(WorkerPool pool) {
    return pool.jobsPerAccount() * (int) Math.pow(GROWTH, LOWERED_VALUES - 1);
  }

  /** The priority of a job that follows one with a priority. */
  static JobPriority following(int before) {
    if (before >= UPLOAD.value) {
      return FOLLOWING;
    }
    return before == BACKFILL.value ? BACKFILL : REQUESTED;
  }
}

package dev.slipway.processing;

/** The states of a media job. A job that is done or dead can be queued again. */
public enum JobState {
  /** Waits for a worker, or for the time of its next attempt. */
  QUEUED,
  /** A worker makes an attempt. If that worker dies, another one makes the next attempt. */
  RUNNING,
  /** Has a result, or there is nothing left to do. */
  DONE,
  /** Failed too often. An administrator or the owner can have it tried again. */
  DEAD;

  boolean isEnded() {
    return this == DONE || this == DEAD;
  }
}

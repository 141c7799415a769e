package dev.slipway.web;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spaces searches for work while there is nothing to do: the pause doubles with each search that
 * finds nothing. So an attempt that is due after a while is late by no more than it has waited.
 */
public final class IdleBackoff {
  private static final long MIN_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int DEFERRABLE_FACTOR = 6;
  private static final Duration MAX_SETTING = Duration.ofMinutes(1);

  private final long maxPauseNanos;
  private final LongSupplier nanoTime;
  private long pauseNanos;
  private long searchedAt;
  private boolean wasReset;

  IdleBackoff(Duration maxPause, LongSupplier nanoTime) {
    this.maxPauseNanos = maxPause.toNanos();
    this.nanoTime = nanoTime;
    this.searchedAt = nanoTime.getAsLong();
  }

  /** For work that users may be waiting for. */
  public static IdleBackoff forUrgentWork(BackgroundConfig config) {
    return new IdleBackoff(requireValid(config.maxIdlePause()), System::nanoTime);
  }

  /** For work that can wait, such as removing objects of deleted videos. */
  public static IdleBackoff forDeferrableWork(BackgroundConfig config) {
    var maxPause = requireValid(config.maxIdlePause()).multipliedBy(DEFERRABLE_FACTOR);
    return new IdleBackoff(maxPause, System::nanoTime);
  }

  private static Duration requireValid(Duration maxPause) {
    if (maxPause.isNegative() || maxPause.compareTo(MAX_SETTING) > 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_BACKGROUND_MAX_IDLE_PAUSE must be between 0S and 1M, not " + maxPause + ".");
    }
    return maxPause;
  }

  Duration maxPause() {
    return Duration.ofNanos(maxPauseNanos);
  }

  /** Whether the pause has ended, so that the caller searches now. */
  public synchronized boolean isDue() {
    var due = nanoTime.getAsLong() - searchedAt >= pauseNanos;
    if (due) {
      wasReset = false;
    }
    return due;
  }

  /** How long the pause still lasts, in nanoseconds; zero or less if it has ended. */
  synchronized long remainingNanos() {
    return pauseNanos - (nanoTime.getAsLong() - searchedAt);
  }

  /** Records a search. One that failed counts as if it had found something. */
  public synchronized void searched(boolean foundWork) {
    searchedAt = nanoTime.getAsLong();
    pauseNanos =
        foundWork || wasReset
            ? 0
            : Math.min(maxPauseNanos, Math.max(MIN_PAUSE_NANOS, 2 * pauseNanos));
  }

  /**
   * Searches in the next turn, because there may be work that a search now would miss.
   *
   * @return whether a pause was ended
   */
  public synchronized boolean reset() {
    var paused = pauseNanos > 0;
    pauseNanos = 0;
    wasReset = true;
    return paused;
  }
}

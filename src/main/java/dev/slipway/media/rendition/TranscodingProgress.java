package dev.slipway.media.rendition;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/** Reads ffmpeg's progress, and ends it when there has been none for some time. */
final class TranscodingProgress implements Consumer<String>, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TranscodingProgress.class);
  private static final String TIME = "out_time_us=";
  private static final int MICROS = 1000;
  private static final int PERCENT = 100;
  private static final int CHECKS = 10;

  private final Long durationMillis;
  private final IntConsumer percent;
  private final BooleanSupplier waiting;
  private final CompletableFuture<Void> stalled = new CompletableFuture<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "rendition-stall");
            thread.setDaemon(true);
            return thread;
          });
  private volatile long position = -1;
  private volatile long movedAt = System.nanoTime();

  /**
   * @param durationMillis of the video; null if it is unknown, then no share is reported
   * @param percent receives the share that is done, from 0 to 99
   * @param waiting whether ffmpeg waits for a receiver of its output, such as a store that hangs;
   *     this is no fault of the file
   */
  TranscodingProgress(
      Long durationMillis, IntConsumer percent, Duration stallTimeout, BooleanSupplier waiting) {
    this.durationMillis = durationMillis;
    this.percent = percent;
    this.waiting = waiting;
    var interval = Math.max(1, stallTimeout.toMillis() / CHECKS);
    timer.scheduleWithFixedDelay(
        () -> check(stallTimeout), interval, interval, TimeUnit.MILLISECONDS);
  }

  /** Completed when there has been no progress for too long. */
  CompletableFuture<Void> stalled() {
    return stalled;
  }

  @Override
  public void accept(String line) {
    if (!line.startsWith(TIME)) {
      return;
    }
    try {
      report(Long.parseLong(line.substring(TIME.length()).strip()));
    } catch (NumberFormatException notYetKnown) {
      // ffmpeg prints N/A before the first frame.
    }
  }

  private void report(long micros) {
    if (micros <= position) {
      return;
    }
    position = micros;
    movedAt = System.nanoTime();
    if (durationMillis == null || durationMillis <= 0) {
      return;
    }
    try {
      percent.accept((int) Math.min(PERCENT - 1, micros / MICROS * PERCENT / durationMillis));
    } catch (RuntimeException e) {
      // Such as an outage of the database, which must not end the work of an hour.
      LOG.debugf(e, "The progress of a transcoding can't be reported");
    }
  }

  private void check(Duration stallTimeout) {
    if (waiting.getAsBoolean()) {
      movedAt = System.nanoTime();
    }
    if (System.nanoTime() - movedAt > stallTimeout.toNanos()) {
      stalled.complete(null);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}

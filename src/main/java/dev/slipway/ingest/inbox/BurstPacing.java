package dev.slipway.ingest.inbox;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Leaves the processors to notifications that are being stored, because their senders wait. In a
 * burst, when several notifications are stored at the same time, a worker rests after each attempt,
 * {@link #REST_FACTOR} times as long as the attempt kept a processor busy. Waiting for the store or
 * the database doesn't count, so a distant store is asked nearly as often as otherwise. A load that
 * lasts is not a burst: then senders and workers share the processors, otherwise the inbox would
 * grow as long as the load lasts. A single sender, such as MinIO's queue directory, sends one
 * notification at a time and causes no rest.
 */
@Singleton
class BurstPacing {
  /** Notifications that are being stored at the same time. */
  static final int MIN_CONCURRENT = 4;

  /** Storing is a cycle of transactions, and between two of them no sender waits. */
  static final Duration BURST_END = Duration.ofMillis(20);

  /** A load that lasts longer is no burst. */
  static final Duration MAX_BURST = Duration.ofSeconds(30);

  /** A pause this long ends a load. A shorter one may be a slow commit or a garbage collection. */
  static final Duration LOAD_END = Duration.ofSeconds(5);

  static final int REST_FACTOR = 24;

  /** A worker begins its next attempt at most this long after the end of the one before. */
  static final Duration MAX_REST = Duration.ofMillis(100);

  /** A resting worker notices the end of a burst within this time. */
  static final Duration STEP = Duration.ofMillis(10);

  private final LongSupplier nanos;
  private final LongSupplier processorNanos;
  private final LongConsumer sleep;
  private final AtomicInteger storing = new AtomicInteger();
  private volatile long burstStartNanos;
  private volatile long lastBurstNanos;

  @Inject
  BurstPacing() {
    this(System::nanoTime, threadTime(), LockSupport::parkNanos);
  }

  /**
   * @param processorNanos the processor time of the calling thread
   * @param sleep waits for nanoseconds
   */
  BurstPacing(LongSupplier nanos, LongSupplier processorNanos, LongConsumer sleep) {
    this.nanos = nanos;
    this.processorNanos = processorNanos;
    this.sleep = sleep;
    this.lastBurstNanos = nanos.getAsLong() - LOAD_END.toNanos();
  }

  /** Constant, so that nothing rests, where the JVM can't measure it. */
  private static LongSupplier threadTime() {
    var threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported() ? threads::getCurrentThreadCpuTime : () -> 0;
  }

  /** Stores a notification. */
  <R> R store(Supplier<R> storage) {
    if (storing.incrementAndGet() >= MIN_CONCURRENT) {
      recordBurst();
    }
    try {
      return storage.get();
    } finally {
      storing.decrementAndGet();
    }
  }

  private synchronized void recordBurst() {
    var now = nanos.getAsLong();
    if (now - lastBurstNanos >= LOAD_END.toNanos()) {
      burstStartNanos = now;
    }
    lastBurstNanos = now;
  }

  /** Makes an attempt, and rests after it in a burst. */
  void process(Runnable attempt) {
    var start = processorNanos.getAsLong();
    attempt.run();
    rest((processorNanos.getAsLong() - start) * REST_FACTOR);
  }

  private void rest(long duration) {
    var end = nanos.getAsLong() + Math.min(duration, MAX_REST.toNanos());
    for (var left = end - nanos.getAsLong();
        left > 0 && isBurst() && !Thread.currentThread().isInterrupted();
        left = end - nanos.getAsLong()) {
      sleep.accept(Math.min(left, STEP.toNanos()));
    }
  }

  private boolean isBurst() {
    var now = nanos.getAsLong();
    var isStoring = storing.get() >= MIN_CONCURRENT || now - lastBurstNanos < BURST_END.toNanos();
    return isStoring && now - burstStartNanos < MAX_BURST.toNanos();
  }
}

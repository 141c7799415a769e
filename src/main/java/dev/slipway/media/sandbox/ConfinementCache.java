package dev.slipway.media.sandbox;

import static java.util.concurrent.TimeUnit.MINUTES;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Remembers how this system confines programs. A failure to find out, as on a machine without free
 * memory, looks like a system without isolation, so that result is checked again after a minute.
 */
final class ConfinementCache {
  private static final Logger LOG = Logger.getLogger(ConfinementCache.class);
  private static final long RETRY_NANOS = MINUTES.toNanos(1);

  private final Supplier<Confinement> detector;
  private final LongSupplier nanoTime;
  private Confinement current;
  private long detectedAt;
  private Confinement logged;

  /**
   * @param detector finds out, and takes up to some seconds
   * @param nanoTime a clock such as {@link System#nanoTime}
   */
  ConfinementCache(Supplier<Confinement> detector, LongSupplier nanoTime) {
    this.detector = detector;
    this.nanoTime = nanoTime;
  }

  synchronized Confinement get() {
    if (current != null && !isOutdated()) {
      return current;
    }
    var detected = detector.get();
    if (Thread.currentThread().isInterrupted()) {
      // The detection was stopped, so its result says nothing about the system.
      return detected;
    }
    current = detected;
    detectedAt = nanoTime.getAsLong();
    log();
    return current;
  }

  private boolean isOutdated() {
    return current.isolation() == Isolation.NONE
        && nanoTime.getAsLong() - detectedAt >= RETRY_NANOS;
  }

  private void log() {
    if (!current.equals(logged)) {
      logged = current;
      LOG.infof("Isolation of media programs: %s", current.describe());
    }
  }
}

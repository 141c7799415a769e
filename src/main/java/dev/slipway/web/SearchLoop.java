package dev.slipway.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Searches for work on a thread of its own: once a second while there is some, and after the pauses
 * of an {@link IdleBackoff} while there is none. The thread sleeps during a pause, so an idle
 * process doesn't wake up every second only to find that the pause has not ended. A failed search
 * is repeated after the interval, and only the first one of an outage is logged.
 */
public final class SearchLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SearchLoop.class);

  /** For observers of the start that start a loop, after all that may refuse the configuration. */
  public static final int START_PRIORITY = 10_000;

  /** The interval for work that can wait. */
  public static final Duration LONG_INTERVAL = Duration.ofSeconds(5);

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final String name;
  private final IdleBackoff backoff;
  private final long intervalNanos;
  private final BooleanSupplier search;
  private final String failure;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Thread thread;
  private boolean urgent;
  private volatile boolean failing;
  private volatile boolean closed;

  /**
   * @param name of the thread
   * @param search does the work that it finds, and returns whether it has found any
   * @param failure for the log, such as "The inbox can't be read"
   */
  public SearchLoop(String name, IdleBackoff backoff, BooleanSupplier search, String failure) {
    this(name, backoff, INTERVAL, search, failure);
  }

  /**
   * @param interval between two searches, instead of a second
   */
  public SearchLoop(
      String name, IdleBackoff backoff, Duration interval, BooleanSupplier search, String failure) {
    this.name = name;
    this.backoff = backoff;
    this.intervalNanos = interval.toNanos();
    this.search = search;
    this.failure = failure;
  }

  /** Starts the thread. The first search follows after an interval. */
  public void start() {
    lock.lock();
    try {
      if (thread == null && !closed) {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the pause, because there may be work. The next search still begins at least an interval
   * after the one before.
   */
  public void wake() {
    // Not at each of many calls in a row, which would wake up the thread as often.
    if (backoff.reset()) {
      signal();
    }
  }

  /** Ends the pause and the interval. If a search is running, another one follows at once. */
  public void searchNow() {
    backoff.reset();
    lock.lock();
    try {
      urgent = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Searches on the thread of the caller. */
  public void search() {
    try {
      searched(search.getAsBoolean());
      failing = false;
    } catch (RuntimeException e) {
      wake();
      if (!failing && !closed) {
        LOG.errorf("%s; retrying: %s", failure, LogText.of(e.getMessage()));
      }
      failing = true;
    }
  }

  /** Begins no further search, and waits some seconds for a running one before it interrupts it. */
  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      running = thread;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (running != null && running != Thread.currentThread()) {
      join(running);
    }
  }

  private static void join(Thread running) {
    try {
      running.join(STOP_TIMEOUT.toMillis());
      running.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void searched(boolean foundWork) {
    backoff.searched(foundWork);
    if (foundWork) {
      signal();
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (awaitTurn()) {
        searchSafely();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void searchSafely() {
    try {
      search();
    } catch (Error e) {
      // Without its thread, the replica would never search again.
      LOG.errorf(e, "The search for work on the thread %s failed", name);
    }
  }

  /** Returns false when the loop was closed. */
  private boolean awaitTurn() throws InterruptedException {
    lock.lock();
    try {
      var left = intervalNanos;
      while (left > 0 && !urgent && !closed) {
        left = changed.awaitNanos(left);
      }
      while (!closed && !backoff.isDue()) {
        changed.awaitNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), backoff.remainingNanos()));
      }
      urgent = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }
}

package dev.slipway.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Searches for work on a thread of its own: once a second while there is some, and after the pauses
 * of an {@link IdleBackoff} while there is none. The thread sleeps during a pause, so an idle
 * process doesn't wake up every second only to find that the pause has not ended.
 */
public final class SearchLoop implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SearchLoop.class);

  /** For observers of the start that start a loop, after all that may refuse the configuration. */
  public static final int START_PRIORITY = 10_000;

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final String name;
  private final IdleBackoff backoff;
  private final long intervalNanos;
  private final Runnable search;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Thread thread;
  private boolean closed;

  /**
   * @param name of the thread
   * @param search calls {@link #searched}, then or later on another thread
   */
  public SearchLoop(String name, IdleBackoff backoff, Runnable search) {
    this(name, backoff, INTERVAL, search);
  }

  SearchLoop(String name, IdleBackoff backoff, Duration interval, Runnable search) {
    this.name = name;
    this.backoff = backoff;
    this.intervalNanos = interval.toNanos();
    this.search = search;
  }

  /** Starts the thread. The first search follows after a second. */
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
   * Ends the pause, because there may be work. The next search begins at least a second after the
   * one before.
   */
  public void wake() {
    // Not at each of many calls in a row, which would wake up the thread as often.
    if (backoff.reset()) {
      signal();
    }
  }

  /** Records a search. One that failed counts as if it had found something. */
  public void searched(boolean foundWork) {
    backoff.searched(foundWork);
    if (foundWork) {
      signal();
    }
  }

  /** Begins no further search, and waits some seconds for a running one. */
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
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
      search.run();
    } catch (RuntimeException | Error e) {
      // Without its thread, the replica would never search again.
      LOG.errorf(e, "The search for work on the thread %s failed", name);
    }
  }

  /** Returns false when the loop was closed. */
  private boolean awaitTurn() throws InterruptedException {
    lock.lock();
    try {
      var left = intervalNanos;
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      while (!closed && !backoff.isDue()) {
        changed.awaitNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), backoff.remainingNanos()));
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }
}

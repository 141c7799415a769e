package dev.slipway.web.ratelimit;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs tasks on the threads that bring them, a limited number at once; the others wait. Tasks have
 * a key, such as the network that a request comes from, and keys share both the slots of running
 * tasks and the places of all tasks. Tasks run in the order of how many tasks of the same key were
 * running or waiting when they arrived, then in order of arrival. The first task of one key
 * therefore precedes the second task of another.
 */
public final class FairQueue {
  private static final Comparator<Task> ORDER =
      Comparator.<Task>comparingInt(task -> task.sameKeyAhead)
          .thenComparingLong(task -> task.arrival);

  private final FairShare slots;
  private final FairShare places;
  private final Duration timeout;
  private final SortedSet<Task> waiting = new TreeSet<>(ORDER);
  private long arrivals;

  /**
   * @param slots of tasks that run
   * @param places of tasks that run or wait
   * @param timeout how long a task waits at most
   */
  public FairQueue(FairShare slots, FairShare places, Duration timeout) {
    this.slots = slots;
    this.places = places;
    this.timeout = timeout;
  }

  /**
   * Waits for a slot, then runs a task.
   *
   * @return its result; empty if there is no place for it, or no slot in time
   */
  public <T> Optional<T> run(String key, Supplier<T> task) {
    return run(key, timeout, task);
  }

  /** Like {@link #run(String, Supplier)}, but waits at most {@code maxWait}. */
  public <T> Optional<T> run(String key, Duration maxWait, Supplier<T> task) {
    var own = enter(key);
    if (own == null) {
      return Optional.empty();
    }
    var hasSlot = false;
    try {
      hasSlot = awaitSlot(own, maxWait);
      return hasSlot ? Optional.of(task.get()) : Optional.empty();
    } finally {
      leave(key, hasSlot);
    }
  }

  /** How many tasks run or wait. */
  public int size() {
    return places.count();
  }

  private synchronized Task enter(String key) {
    var sameKeyAhead = places.count(key);
    if (!places.tryAcquire(key)) {
      return null;
    }
    var task = new Task(key, sameKeyAhead, arrivals++);
    waiting.add(task);
    startTasks();
    return task;
  }

  private boolean awaitSlot(Task task, Duration maxWait) {
    try {
      if (task.started.await(maxWait.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      // If it doesn't wait any more, it got its slot at this moment.
      return !waiting.remove(task);
    }
  }

  private synchronized void leave(String key, boolean hasSlot) {
    places.release(key);
    if (hasSlot) {
      slots.release(key);
      startTasks();
    }
  }

  /** Gives free slots to the first tasks whose keys may have another one. */
  private void startTasks() {
    var next = waiting.iterator();
    while (next.hasNext() && !slots.isFull()) {
      var task = next.next();
      if (slots.tryAcquire(task.key)) {
        next.remove();
        task.started.countDown();
      }
    }
  }

  private static final class Task {
    private final String key;

    /** How many tasks of the same key ran or waited when it arrived. */
    private final int sameKeyAhead;

    private final long arrival;
    private final CountDownLatch started = new CountDownLatch(1);

    private Task(String key, int sameKeyAhead, long arrival) {
      this.key = key;
      this.sameKeyAhead = sameKeyAhead;
      this.arrival = arrival;
    }
  }
}

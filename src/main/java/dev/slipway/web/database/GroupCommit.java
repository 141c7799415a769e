package dev.slipway.web.database;

import dev.slipway.web.problem.DatabaseUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Executes the items of concurrent callers in one transaction, while each of them waits for its own
 * result: databases call that a group commit. An item that arrives alone is executed at once. Items
 * that arrive during a transaction share the next one, which the first of their callers executes.
 * So no caller waits for others to come, and there is no further thread.
 *
 * @param <T> an item
 * @param <R> its result
 */
public final class GroupCommit<T, R> {
  /** A transaction that takes longer may never end, so items no longer wait for it. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(5);

  private final Function<List<T>, List<R>> transaction;
  private final ToIntFunction<T> weight;
  private final int maxWeight;
  private final Queue<Call> waiting = new ArrayDeque<>();
  private final LongSupplier nanos;
  private boolean isExecuting;
  private long startedNanos;

  /**
   * @param transaction executes items and returns their results in the same order. After a failure
   *     it is repeated for each of them.
   * @param maxWeight the limit for all items of a transaction; an item that exceeds it is executed
   *     alone
   */
  public GroupCommit(
      Function<List<T>, List<R>> transaction, ToIntFunction<T> weight, int maxWeight) {
    this(transaction, weight, maxWeight, System::nanoTime);
  }

  /**
   * @param nanos a clock that measures how long a transaction takes
   */
  GroupCommit(
      Function<List<T>, List<R>> transaction,
      ToIntFunction<T> weight,
      int maxWeight,
      LongSupplier nanos) {
    this.nanos = nanos;
    this.transaction = transaction;
    this.weight = weight;
    this.maxWeight = maxWeight;
  }

  /**
   * Executes an item, possibly with those of other callers. If they fail together, each is executed
   * alone, so that an invalid item does not affect others. If the database is unavailable, nothing
   * is repeated, and all that wait fail too: they would only wait for it in turn. If another
   * transaction holds a lock for too long, all fail that were executed together.
   *
   * @throws RuntimeException of the transaction
   */
  public R execute(T item) {
    var call = new Call(item);
    join(call);
    return call.nextStep.join().get();
  }

  private synchronized void join(Call call) {
    if (isExecuting && nanos.getAsLong() - startedNanos <= MAX_WAIT.toNanos()) {
      waiting.add(call);
    } else {
      start(call);
    }
  }

  private void start(Call leader) {
    isExecuting = true;
    startedNanos = nanos.getAsLong();
    leader.nextStep.complete(() -> lead(leader));
  }

  /** Executes the item of a call with those that wait. */
  private R lead(Call leader) {
    var calls = new ArrayList<Call>();
    calls.add(leader);
    try {
      takeWaiting(calls);
      var results = transaction.apply(calls.stream().map(call -> call.item).toList());
      for (var index = 0; index < calls.size(); index++) {
        var result = results.get(index);
        calls.get(index).end = () -> result;
      }
    } catch (RuntimeException e) {
      fail(calls, e);
    } finally {
      startNext();
      calls.stream().skip(1).forEach(call -> call.nextStep.complete(call.end));
    }
    return leader.end.get();
  }

  private void fail(List<Call> calls, RuntimeException failure) {
    var isUnavailable = DatabaseUnavailable.isCauseOf(failure);
    if (calls.size() > 1 && !isUnavailable) {
      calls.forEach(call -> call.end = () -> transaction.apply(List.of(call.item)).get(0));
      return;
    }
    // A lock concerns only these items. Repeating each alone would wait again, each with a
    // connection.
    if (isUnavailable && !DatabaseUnavailable.isLockOf(failure)) {
      takeAllWaiting(calls);
    }
    Supplier<R> end =
        () -> {
          throw failure;
        };
    calls.forEach(call -> call.end = end);
  }

  private synchronized void takeWaiting(List<Call> calls) {
    var total = (long) weight.applyAsInt(calls.get(0).item);
    for (var next = waiting.peek(); next != null; next = waiting.peek()) {
      total += weight.applyAsInt(next.item);
      if (total > maxWeight) {
        return;
      }
      calls.add(waiting.remove());
    }
  }

  private synchronized void takeAllWaiting(List<Call> calls) {
    calls.addAll(waiting);
    waiting.clear();
  }

  private synchronized void startNext() {
    var next = waiting.poll();
    if (next == null) {
      isExecuting = false;
    } else {
      start(next);
    }
  }

  /** One caller. */
  private final class Call {
    private final T item;

    /** What the caller does when it no longer waits. */
    private final CompletableFuture<Supplier<R>> nextStep = new CompletableFuture<>();

    /** How the caller gets its result. */
    private Supplier<R> end =
        () -> {
          throw new IllegalStateException("The transaction of another caller ended with an error");
        };

    Call(T item) {
      this.item = item;
    }
  }
}

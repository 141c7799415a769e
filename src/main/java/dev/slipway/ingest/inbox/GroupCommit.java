package dev.slipway.ingest.inbox;

import dev.slipway.web.problem.DatabaseUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Executes the items of concurrent callers in one transaction, while each of them waits for its own
 * item: databases call that a group commit. A caller that finds nothing in progress executes its
 * item at once. Those that come meanwhile are executed together afterwards, by the first of them.
 * So nobody waits for others to come, and there is no further thread.
 */
final class GroupCommit<T> {
  private final Consumer<List<T>> transaction;
  private final ToIntFunction<T> weight;
  private final int maxWeight;
  private final Queue<Call> waiting = new ArrayDeque<>();
  private boolean isExecuting;

  /**
   * @param transaction executes all items, or fails without any effect
   * @param maxWeight the limit for all items of a transaction; an item that exceeds it is executed
   *     alone
   */
  GroupCommit(Consumer<List<T>> transaction, ToIntFunction<T> weight, int maxWeight) {
    this.transaction = transaction;
    this.weight = weight;
    this.maxWeight = maxWeight;
  }

  /**
   * Executes an item, possibly with those of other callers. If they fail together, although the
   * database is available, each is executed alone, so that an invalid item does not affect others.
   *
   * @throws RuntimeException of the transaction
   */
  void execute(T item) {
    var call = new Call(item);
    join(call);
    call.awaitNextStep().run();
  }

  private synchronized void join(Call call) {
    if (isExecuting) {
      waiting.add(call);
    } else {
      isExecuting = true;
      call.continueWith(() -> lead(call));
    }
  }

  /** Executes the item of a call with those that wait. */
  private void lead(Call leader) {
    var calls = takeWaiting(leader);
    var end = executeTogether(calls.stream().map(call -> call.item).toList());
    appointNext();
    calls.stream().skip(1).forEach(call -> call.continueWith(() -> end.accept(call.item)));
    end.accept(leader.item);
  }

  /** Returns what each caller does with its item at the end. */
  private Consumer<T> executeTogether(List<T> items) {
    try {
      transaction.accept(items);
      return item -> {};
    } catch (RuntimeException | Error e) {
      return items.size() > 1 && !DatabaseUnavailable.isCauseOf(e)
          ? item -> transaction.accept(List.of(item))
          : item -> rethrow(e);
    }
  }

  private static void rethrow(Throwable cause) {
    throw cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  private synchronized List<Call> takeWaiting(Call leader) {
    var calls = new ArrayList<Call>();
    calls.add(leader);
    var total = (long) weight.applyAsInt(leader.item);
    for (var next = waiting.peek(); next != null; next = waiting.peek()) {
      total += weight.applyAsInt(next.item);
      if (total > maxWeight) {
        break;
      }
      calls.add(waiting.remove());
    }
    return calls;
  }

  private synchronized void appointNext() {
    var next = waiting.poll();
    isExecuting = next != null;
    if (next != null) {
      next.continueWith(() -> lead(next));
    }
  }

  /** One caller. */
  private final class Call {
    private final T item;
    private final CompletableFuture<Runnable> nextStep = new CompletableFuture<>();

    Call(T item) {
      this.item = item;
    }

    void continueWith(Runnable step) {
      nextStep.complete(step);
    }

    Runnable awaitNextStep() {
      return nextStep.join();
    }
  }
}

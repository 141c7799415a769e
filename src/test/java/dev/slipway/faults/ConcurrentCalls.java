package dev.slipway.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs an action for many items on a fixed number of threads. */
record ConcurrentCalls(int threads) {

  /**
   * Runs the action once for each item and waits until all calls have returned or one has failed.
   *
   * @throws AssertionError with the first failure in the order of the items
   */
  <T> void forEach(List<T> items, Action<T> action) throws InterruptedException {
    var executor = Executors.newFixedThreadPool(threads);
    try {
      var calls = new ArrayList<Future<?>>();
      for (var i = 0; i < items.size(); i++) {
        var index = i;
        calls.add(
            executor.submit(
                () -> {
                  action.run(index, items.get(index));
                  return null;
                }));
      }
      for (var call : calls) {
        call.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  /** Processes one item, whose index in the list starts at 0. */
  interface Action<T> {
    void run(int index, T item) throws Exception;
  }
}

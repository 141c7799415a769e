package dev.slipway.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many who do the same at once. */
record ConcurrentCalls(int size) {

  /**
   * Each thing once, by whoever is free.
   *
   * @throws AssertionError the first failure, when all are done
   */
  <T> void each(List<T> things, Act<T> act) throws InterruptedException {
    var threads = Executors.newFixedThreadPool(size);
    try {
      var acts = new ArrayList<Future<?>>();
      for (var i = 0; i < things.size(); i++) {
        var number = i;
        acts.add(
            threads.submit(
                () -> {
                  act.on(number, things.get(number));
                  return null;
                }));
      }
      for (var one : acts) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** What is done, by the number of the thing and the thing. */
  interface Act<T> {
    void on(int number, T thing) throws Exception;
  }
}

package dev.slipway.reconcile;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The same done with each of a list, several at a time. */
final class ParallelTasks {
  private ParallelTasks() {}

  /** The results in the list's order. Where one failed, what it threw, when all have ended. */
  static <T, R> List<R> map(List<T> all, Function<T, R> step, ExecutorService workers) {
    var tasks = all.stream().<Callable<R>>map(one -> () -> step.apply(one)).toList();
    try {
      return workers.invokeAll(tasks).stream().map(ParallelTasks::resultOf).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LeaseLostException();
    }
  }

  private static <R> R resultOf(Future<R> ended) {
    try {
      return ended.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LeaseLostException();
    }
  }
}

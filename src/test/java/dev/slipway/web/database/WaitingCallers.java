package dev.slipway.web.database;

import dev.slipway.testing.Eventually;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Callers in threads of their own, which wait for each other. */
final class WaitingCallers implements AutoCloseable {
  private final List<Thread> callers = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task);
            callers.add(thread);
            return thread;
          });

  <T> CompletableFuture<T> start(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, threads);
  }

  /** Starts a call, and returns when its caller waits. No earlier call may have ended. */
  <T> CompletableFuture<T> startAndAwaitWaiting(Supplier<T> call) {
    var index = callers.size();
    var result = start(call);
    Eventually.holds(
        "the caller waits",
        () -> callers.size() > index && callers.get(index).getState() == Thread.State.WAITING);
    return result;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

package dev.slipway.ingest.inbox;

import dev.slipway.storage.ObjectKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets a caller wait for the first notification that names an object key. */
@ApplicationScoped
public class AwaitedKeys {
  private final Map<ObjectKey, CompletableFuture<Long>> arrivals = new ConcurrentHashMap<>();

  /** Registers a key until the waiter is closed. */
  public Waiter register(ObjectKey key) {
    var arrival = new CompletableFuture<Long>();
    arrivals.put(key, arrival);
    return new Waiter(key, arrival);
  }

  /** Reports that a notification names the key. */
  void signal(ObjectKey key) {
    var arrival = arrivals.get(key);
    if (arrival != null) {
      arrival.complete(System.nanoTime());
    }
  }

  /** Waits for one key. */
  public final class Waiter implements AutoCloseable {
    private final ObjectKey key;
    private final CompletableFuture<Long> arrival;

    private Waiter(ObjectKey key, CompletableFuture<Long> arrival) {
      this.key = key;
      this.arrival = arrival;
    }

    /** The {@link System#nanoTime} of the notification; empty after the timeout. */
    public OptionalLong await(Duration timeout) {
      try {
        return OptionalLong.of(arrival.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        return OptionalLong.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return OptionalLong.empty();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      arrivals.remove(key);
    }
  }
}

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

/** Keys of which somebody wants to know when the first notification names them. */
@ApplicationScoped
public class AwaitedKeys {
  private final Map<ObjectKey, CompletableFuture<Long>> awaited = new ConcurrentHashMap<>();

  /** From now on until it is closed. */
  public Waiter register(ObjectKey key) {
    var named = new CompletableFuture<Long>();
    awaited.put(key, named);
    return new Waiter(key, named);
  }

  /** A notification names this key. */
  public void signal(ObjectKey key) {
    var wait = awaited.get(key);
    if (wait != null) {
      wait.complete(System.nanoTime());
    }
  }

  /** For one key. */
  public final class Waiter implements AutoCloseable {
    private final ObjectKey key;
    private final CompletableFuture<Long> named;

    private Waiter(ObjectKey key, CompletableFuture<Long> named) {
      this.key = key;
      this.named = named;
    }

    /** When it was named, by {@link System#nanoTime}; empty where that takes longer. */
    public OptionalLong await(Duration longest) {
      try {
        return OptionalLong.of(named.get(longest.toMillis(), TimeUnit.MILLISECONDS));
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
      awaited.remove(key);
    }
  }
}

package dev.slipway.embedded.relay;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Resources that are closed in the reverse order of their opening, also if one can't be closed. */
public final class ResourceStack implements AutoCloseable {
  private final Deque<AutoCloseable> resources = new ConcurrentLinkedDeque<>();

  public void push(AutoCloseable resource) {
    resources.push(resource);
  }

  /**
   * @throws IllegalStateException with the first failure as its cause, after all were closed
   */
  @Override
  public void close() {
    IllegalStateException failure = null;
    for (var next = resources.poll(); next != null; next = resources.poll()) {
      try {
        next.close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("A service doesn't stop", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

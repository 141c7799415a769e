package dev.slipway.catalogue.listing;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits how many searches of visitors use the database at once in this replica. Everybody may
 * search, also without a login, so otherwise searches could take all connections from uploads and
 * notifications.
 */
@ApplicationScoped
class SearchSlots {
  /** The part of the connection pool that searches may use. */
  private static final int POOL_SHARE = 4;

  /** How many searches may wait for each that runs; each occupies a thread. */
  private static final int WAITING_PER_SLOT = 4;

  private static final Duration MAX_WAIT = Duration.ofSeconds(2);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Semaphore slots;
  private final Semaphore places;

  @Inject
  SearchSlots(@ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int connections) {
    this(Math.max(1, connections / POOL_SHARE), WAITING_PER_SLOT);
  }

  SearchSlots(int slots, int waitingPerSlot) {
    this.slots = new Semaphore(slots, true);
    this.places = new Semaphore(slots * (1 + waitingPerSlot));
  }

  /**
   * Runs a search as soon as a slot is free. It must not have a connection before.
   *
   * @throws ProblemException {@code overloaded} if too many searches wait, or none ends in time
   */
  <T> T run(Supplier<T> search) {
    if (!places.tryAcquire()) {
      throw overloaded();
    }
    try {
      if (!tryAcquireSlot()) {
        throw overloaded();
      }
      try {
        return search.get();
      } finally {
        slots.release();
      }
    } finally {
      places.release();
    }
  }

  private boolean tryAcquireSlot() {
    try {
      return slots.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ProblemException overloaded() {
    return new ProblemException(
        ErrorCode.OVERLOADED, "Many people are searching. Try again in a moment.", RETRY_AFTER);
  }
}

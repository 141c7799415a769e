package dev.slipway.catalogue.access;

import dev.slipway.account.CurrentAccount;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.FairQueue;
import dev.slipway.web.ratelimit.FairShare;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits how many searches of everybody but administrators use the database at once in this
 * replica. Everybody may search, also without a login, so otherwise searches could take all
 * connections from uploads and notifications. Accounts, and networks without a login, share the
 * slots: one of them gets about half.
 */
@ApplicationScoped
public class SearchSlots {
  /** The part of the connection pool that searches may use. */
  private static final int POOL_SHARE = 4;

  /** How many searches may wait for each that runs; each occupies a thread. */
  private static final int WAITING_PER_SLOT = 4;

  private static final Duration MAX_WAIT = Duration.ofSeconds(2);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /** A list doesn't wait longer for its total, which it can do without. */
  private static final Duration MAX_WAIT_OF_COUNT = Duration.ofMillis(250);

  private final FairQueue queue;
  private final CurrentAccount caller;

  @Inject
  SearchSlots(
      @ConfigProperty(name = "quarkus.datasource.jdbc.max-size") int connections,
      CurrentAccount caller) {
    this(Math.max(1, connections / POOL_SHARE), WAITING_PER_SLOT, caller);
  }

  SearchSlots(int slots, int waitingPerSlot, CurrentAccount caller) {
    this.queue =
        new FairQueue(
            FairShare.ofHalf(slots), FairShare.ofHalf(slots * (1 + waitingPerSlot)), MAX_WAIT);
    this.caller = caller;
  }

  /**
   * Runs a search of the current caller as soon as a slot is free. It must not have a connection
   * before.
   *
   * @throws ProblemException {@code overloaded} if too many searches wait, or none ends in time
   */
  public <T> T run(Supplier<T> search) {
    return caller.isAdmin() ? search.get() : run(caller.limitKey(), search);
  }

  <T> T run(String key, Supplier<T> search) {
    return queue
        .run(key, search)
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.OVERLOADED,
                    "Many people are searching. Try again in a moment.",
                    RETRY_AFTER));
  }

  /** Runs a query that counts a total; empty if there is no slot for it soon. */
  public <T> Optional<T> runCount(Supplier<T> count) {
    return caller.isAdmin()
        ? Optional.of(count.get())
        : queue.run(caller.limitKey(), MAX_WAIT_OF_COUNT, count);
  }
}

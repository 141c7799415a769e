package dev.slipway.account.administration;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.web.database.Locks;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import dev.slipway.web.ratelimit.RateLimiter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The removals that are not finished, shared by all replicas through the database. Each step is one
 * transaction that locks the removal: if the process dies, its step is rolled back and another
 * process continues.
 */
@Startup
@ApplicationScoped
class RemovalQueue {
  private static final Logger LOG = Logger.getLogger(RemovalQueue.class);

  private final Instance<RemovalStep> steps;
  private final Event<Added> added;
  private final CurrentAccount caller;
  private final AuditLog audit;
  private final Clock clock;
  private final RateLimiter warnings;
  private final Counter failures;

  RemovalQueue(
      Instance<RemovalStep> steps,
      Event<Added> added,
      CurrentAccount caller,
      AuditLog audit,
      MeterRegistry metrics,
      Clock clock) {
    this.steps = steps;
    this.added = added;
    this.caller = caller;
    this.audit = audit;
    this.clock = clock;
    this.warnings = RateLimiter.onePerMinute(1, clock);
    this.failures =
        Counter.builder("slipway.account.removal.failures")
            .description("Failed steps of emptying removed accounts")
            .register(metrics);
  }

  /**
   * Schedules what is left to do after the removal of an account.
   *
   * @param newOwner null unless the videos are moved
   */
  @Transactional(Transactional.TxType.MANDATORY)
  void add(String account, RemovedVideos videos, String newOwner) {
    new AccountRemoval(account, videos, newOwner, caller, clock.instant()).persist();
    added.fire(new Added(account));
  }

  /**
   * Requires that no removal moves videos to an account.
   *
   * @throws ProblemException {@code invalid-request}
   */
  @Transactional(Transactional.TxType.MANDATORY)
  void requireNoNewOwner(String account) {
    if (AccountRemoval.count("newOwner = ?1 and finishedAt is null", account) > 0) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Videos of another removed account are being moved to this one. Wait until that ends.");
    }
  }

  /**
   * Does the next step of the oldest removal that no other process works on. The error of one
   * removal leaves the others alone.
   *
   * @param limit how many rows the step changes at most
   * @param failed the accounts whose removals are left out; gets the one that fails now
   * @return whether there was one
   */
  boolean runNext(int limit, Set<String> failed) {
    var next = findNext(failed);
    if (next.isEmpty()) {
      return false;
    }
    try {
      runStep(next.get(), limit);
    } catch (RuntimeException e) {
      failed.add(next.get());
      failures.increment();
      if (warnings.tryAcquire(next.get()).isEmpty()) {
        LOG.warnf(
            "The removal of the account %s failed, and will be retried every few seconds: %s",
            next.get(), e.getMessage());
      }
    }
    return true;
  }

  /** Others may work on it meanwhile; {@link #runStep} then does nothing. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<String> findNext(Set<String> except) {
    // The empty name, which no account has, because a list must not be empty.
    var names = new ArrayList<>(except);
    names.add("");
    return Locks.skipLocked(
            AccountRemoval.<AccountRemoval>find(
                "finishedAt is null and account not in ?1 order by requestedAt, account", names))
        .<AccountRemoval>firstResultOptional()
        .map(removal -> removal.account);
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void runStep(String account, int limit) {
    Locks.skipLocked(
            AccountRemoval.<AccountRemoval>find("account = ?1 and finishedAt is null", account))
        .<AccountRemoval>firstResultOptional()
        .ifPresent(removal -> run(removal, limit));
  }

  private void run(AccountRemoval removal, int limit) {
    for (var step : inOrder()) {
      var changed = audit.attribute(removal.cause(), () -> step.run(removal.removal(), limit));
      if (changed > 0) {
        removal.changed += changed;
        return;
      }
    }
    removal.finishedAt = clock.instant();
    audit.record(
        AuditLog.SYSTEM,
        "account.emptied",
        removal.account,
        removal.changed == 1
            ? "1 video or upload was changed"
            : "%d videos and uploads were changed".formatted(removal.changed));
  }

  private List<RemovalStep> inOrder() {
    return steps.stream().sorted(Comparator.comparingInt(RemovalStep::order)).toList();
  }

  /** A removal has been scheduled. */
  record Added(String account) {}
}

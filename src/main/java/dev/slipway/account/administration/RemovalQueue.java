package dev.slipway.account.administration;

import dev.slipway.account.CurrentAccount;
import dev.slipway.audit.AuditLog;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import org.hibernate.LockOptions;
import org.hibernate.jpa.SpecHints;

/**
 * The removals that are not finished, shared by all replicas through the database. Each step is one
 * transaction that locks the removal: if the process dies, its step is rolled back and another
 * process continues.
 */
@ApplicationScoped
class RemovalQueue {
  private final Instance<RemovalStep> steps;
  private final CurrentAccount caller;
  private final AuditLog audit;
  private final Clock clock;

  RemovalQueue(Instance<RemovalStep> steps, CurrentAccount caller, AuditLog audit, Clock clock) {
    this.steps = steps;
    this.caller = caller;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Schedules what is left to do after the removal of an account.
   *
   * @param newOwner null unless the videos are moved
   */
  @Transactional(Transactional.TxType.MANDATORY)
  void add(String account, RemovedVideos videos, String newOwner) {
    new AccountRemoval(account, videos, newOwner, caller.getName(), clock.instant()).persist();
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
   * Does the next step of the oldest removal that no other process works on.
   *
   * @return whether there was one
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean runNext(int limit) {
    var next =
        AccountRemoval.<AccountRemoval>find("finishedAt is null order by requestedAt")
            .withLock(LockModeType.PESSIMISTIC_WRITE)
            .withHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, LockOptions.SKIP_LOCKED)
            .<AccountRemoval>firstResultOptional();
    if (next.isEmpty()) {
      return false;
    }
    var removal = next.get();
    for (var step : inOrder()) {
      var changed = step.run(removal.removal(), limit);
      if (changed > 0) {
        removal.changed += changed;
        return true;
      }
    }
    removal.finishedAt = clock.instant();
    audit.record(
        AuditLog.SYSTEM,
        "account.emptied",
        removal.account,
        "%d videos and uploads were changed".formatted(removal.changed));
    return true;
  }

  private List<RemovalStep> inOrder() {
    return steps.stream().sorted(Comparator.comparingInt(RemovalStep::order)).toList();
  }
}

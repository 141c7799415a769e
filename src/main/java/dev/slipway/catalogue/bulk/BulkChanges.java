package dev.slipway.catalogue.bulk;

import dev.slipway.account.CurrentAccount;
import dev.slipway.account.ratelimit.AccountRateLimit;
import dev.slipway.account.ratelimit.AccountRateLimiter;
import dev.slipway.catalogue.bulk.BulkResult.Status;
import dev.slipway.web.LogText;
import dev.slipway.web.problem.AccessRefused;
import dev.slipway.web.problem.DatabaseUnavailable;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Changes several videos on behalf of the caller, one after another. One that can't be changed
 * doesn't affect the others. If the database fails in between, what was changed stays changed, and
 * the results name the others; repeating the request changes those.
 */
@ApplicationScoped
public class BulkChanges {
  private static final Logger LOG = Logger.getLogger(BulkChanges.class);

  /** A request takes a second or two at most. */
  public static final int MAX_VIDEOS = 200;

  private final BulkTransactions transactions;
  private final AccountRateLimiter limiter;
  private final CurrentAccount caller;
  private final Event<AccessRefused> refused;

  BulkChanges(
      BulkTransactions transactions,
      AccountRateLimiter limiter,
      CurrentAccount caller,
      Event<AccessRefused> refused) {
    this.transactions = transactions;
    this.limiter = limiter;
    this.caller = caller;
    this.refused = refused;
  }

  /**
   * @param ids of 1 to 200 videos
   * @return one result for each id, in their order; for a repeated id only one
   * @throws ProblemException {@code invalid-request}; {@code too-many-requests}
   */
  public List<BulkResult> apply(BulkChange change, List<String> ids) {
    if (ids == null || ids.isEmpty() || ids.size() > MAX_VIDEOS) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "'ids' must have the ids of 1 to %d videos.".formatted(MAX_VIDEOS));
    }
    if (ids.stream().anyMatch(Objects::isNull)) {
      throw new ProblemException(ErrorCode.INVALID_REQUEST, "An id can't be null.");
    }
    limiter.requirePermit(AccountRateLimit.BULK);
    var distinct = ids.stream().distinct().toList();
    // Each video is a change with an audit entry. The request itself has been counted as one.
    limiter.requirePermits(AccountRateLimit.CHANGE, distinct.size() - 1);
    return applyToEach(change, distinct);
  }

  /** Stops when the database fails: each further video would wait for its timeouts again. */
  private List<BulkResult> applyToEach(BulkChange change, List<String> ids) {
    var results = new ArrayList<BulkResult>();
    try {
      for (var id : ids) {
        results.add(apply(change, id));
      }
    } catch (RuntimeException error) {
      if (!DatabaseUnavailable.isCauseOf(error)) {
        throw error;
      }
      LOG.errorf(
          "The database failed after %d of %d videos: %s",
          results.size(), ids.size(), LogText.of(error.getMessage()));
      ids.stream().skip(results.size()).map(BulkChanges::failed).forEach(results::add);
    }
    return List.copyOf(results);
  }

  private static BulkResult failed(String id) {
    return new BulkResult(
        id,
        Status.FAILED,
        Problem.of(
            ErrorCode.DATABASE_UNAVAILABLE,
            "Send this id again in a few seconds. What was changed before stays changed."));
  }

  private BulkResult apply(BulkChange change, String id) {
    try {
      var changed = transactions.apply(change, id);
      return new BulkResult(id, changed ? Status.CHANGED : Status.UNCHANGED, null);
    } catch (ProblemException refusal) {
      return switch (refusal.code()) {
        // A video of another owner looks like an unknown one, even if the caller may watch it.
        case NOT_FOUND, FORBIDDEN -> {
          refused.fire(new AccessRefused(caller.getName(), "/videos/" + id, true));
          yield new BulkResult(
              id,
              Status.NOT_FOUND,
              Problem.of(ErrorCode.NOT_FOUND, "There is no such video among yours."));
        }
        case VIDEO_IN_TRASH, VIDEO_DELETED, VIDEO_REPLACED ->
            new BulkResult(id, Status.CONFLICT, refusal.toProblem());
        default -> throw refusal;
      };
    }
  }
}

package dev.slipway.catalogue.bulk;

import dev.slipway.catalogue.bulk.BulkResult.Status;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.Problem;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;

/**
 * Changes several videos on behalf of the caller, one after another. One that can't be changed
 * doesn't affect the others. If the database fails in between, the request fails as a whole;
 * repeating it changes what is left.
 */
@ApplicationScoped
public class BulkChanges {
  /** A request takes a second or two at most. */
  public static final int MAX_VIDEOS = 200;

  private final BulkTransactions transactions;
  private final BulkRateLimit rateLimit;

  BulkChanges(BulkTransactions transactions, BulkRateLimit rateLimit) {
    this.transactions = transactions;
    this.rateLimit = rateLimit;
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
    rateLimit.requirePermit();
    return ids.stream().distinct().map(id -> apply(change, id)).toList();
  }

  private BulkResult apply(BulkChange change, String id) {
    try {
      var changed = transactions.apply(change, id);
      return new BulkResult(id, changed ? Status.CHANGED : Status.UNCHANGED, null);
    } catch (ProblemException refusal) {
      return switch (refusal.code()) {
        // A video of another owner looks like an unknown one, whether the caller may watch it or
        // not.
        case NOT_FOUND, FORBIDDEN ->
            new BulkResult(
                id,
                Status.NOT_FOUND,
                Problem.of(ErrorCode.NOT_FOUND, "There is no such video among yours."));
        case VIDEO_IN_TRASH, VIDEO_DELETED, VIDEO_REPLACED ->
            new BulkResult(id, Status.CONFLICT, refusal.toProblem());
        default -> throw refusal;
      };
    }
  }
}

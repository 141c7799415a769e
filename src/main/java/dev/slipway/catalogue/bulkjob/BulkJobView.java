package dev.slipway.catalogue.bulkjob;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.web.Formats;
import java.time.Duration;
import java.time.Instant;

/**
 * A bulk job as JSON and on pages.
 *
 * @param parameter the new visibility or owner; null for other actions
 * @param filter the query string that selects the videos; null if they were named, or if the job
 *     undoes another one
 * @param onlyOwner the account to whose videos the job is limited; null for all accounts
 * @param undoOf the job that this one undoes, or null
 * @param undoneBy the job that undoes this one, or null
 * @param undoStatus the status of that job, or null
 * @param collected whether {@code matched} is final
 * @param matched how many videos the job has
 * @param skipped how many were already as requested, or have changed since the job that is undone
 * @param requestedBy the account that began it or was the last one to resume it
 * @param endedAt null while it is collecting or running
 * @param remainingSeconds an estimate from the rate until now; null if it can't be told
 * @param problem why the job could not continue, or what delays it; null without a problem
 * @param undoable whether it can be undone now
 * @param resumable whether it was interrupted and can be resumed now
 */
public record BulkJobView(
    long id,
    BulkAction action,
    String parameter,
    String filter,
    String onlyOwner,
    Long undoOf,
    Long undoneBy,
    BulkJobState undoStatus,
    BulkJobState status,
    boolean collected,
    long matched,
    long changed,
    long skipped,
    long failed,
    String requestedBy,
    Instant requestedAt,
    Instant progressedAt,
    Instant endedAt,
    Long remainingSeconds,
    String problem,
    boolean undoable,
    boolean resumable) {
  /**
   * @param undo the job that undoes this one, or null
   * @param isExpired whether the job is being deleted, or will be soon
   */
  static BulkJobView of(BulkJob job, BulkJob undo, boolean isExpired) {
    var isActionable = undo == null && !isExpired;
    return new BulkJobView(
        job.id,
        job.action,
        job.parameter,
        job.filter,
        job.onlyOwner,
        job.undoOf,
        undo == null ? null : undo.id,
        undo == null ? null : undo.state,
        job.state,
        job.collected,
        job.matched,
        job.changed,
        job.skipped,
        job.failed,
        job.requestedBy,
        job.requestedAt,
        job.progressedAt,
        job.endedAt,
        job.remaining().map(Duration::toSeconds).orElse(null),
        job.problem,
        isActionable
            && !job.state.isOpen()
            && job.undoOf == null
            && job.action.isUndoable()
            && job.changed > 0,
        isActionable && job.state.isInterrupted());
  }

  /** How many videos the job has; the same as {@code matched}. */
  @JsonProperty
  public long total() {
    return matched;
  }

  /** How many videos the job has worked on. */
  @JsonProperty
  public long done() {
    return changed + skipped + failed;
  }

  /** Whether it has ended, although it could not change some videos. */
  public boolean doneWithFailures() {
    return status == BulkJobState.DONE && failed > 0;
  }

  /** The status in words, such as {@code done, 5 failed}. */
  public String statusText() {
    return doneWithFailures()
        ? status.key() + ", " + Formats.exactCount(failed) + " failed"
        : status.key();
  }

  /** The share of the videos that the job has worked on, in percent. */
  public int percent() {
    if (matched == 0) {
      return status == BulkJobState.DONE ? 100 : 0;
    }
    return (int) (100 * done() / matched);
  }
}

package dev.slipway.reconcile;

import dev.slipway.web.KebabCase;
import java.time.Instant;
import java.util.stream.LongStream;

/**
 * A reconciliation as the API and the admin pages show it. The JSON names are kept for existing
 * clients.
 *
 * @param cause {@code start}, {@code schedule}, {@code reconnect} or {@code demand}
 * @param askedBy the account that requested it, or null
 * @param askedAt when it was requested
 * @param mode {@code report} or {@code repair}
 * @param goneAllowed how many videos may be marked as missing, whatever their share
 * @param status the state: {@code WAITING}, {@code RUNNING}, {@code DONE} or {@code HELD}
 * @param objects objects listed so far
 * @param agreed keys for which bucket and catalogue agree
 * @param found differences by kind
 * @param repaired differences that were repaired
 * @param problem why it is interrupted or needs approval; null in general
 */
public record ReconciliationView(
    long id,
    String cause,
    String askedBy,
    Instant askedAt,
    String mode,
    boolean deep,
    long goneAllowed,
    String status,
    Instant startedAt,
    Instant endedAt,
    long objects,
    long agreed,
    DriftCounts found,
    long repaired,
    String problem) {

  /** The number of differences of each {@link DriftKind}. */
  public record DriftCounts(long missed, long orphan, long gone, long changed, long unwanted) {
    public long total() {
      return missed + orphan + gone + changed + unwanted;
    }

    /** Leaves out missing objects, whose records are limited only while the run is held. */
    boolean hasUnrecordedDriftExceptGone() {
      return LongStream.of(missed, orphan, changed, unwanted)
          .anyMatch(count -> count > DriftRecorder.MAX_RECORDED_PER_KIND);
    }

    long of(DriftKind kind) {
      return switch (kind) {
        case MISSED -> missed;
        case ORPHAN -> orphan;
        case GONE -> gone;
        case CHANGED -> changed;
        case UNWANTED -> unwanted;
      };
    }
  }

  static ReconciliationView of(Reconciliation row) {
    return new ReconciliationView(
        row.id,
        KebabCase.of(row.cause),
        row.askedBy,
        row.askedAt,
        KebabCase.of(row.mode),
        row.deep,
        row.goneAllowed,
        row.state.name(),
        row.startedAt,
        row.endedAt,
        row.objects,
        row.agreed,
        row.found(),
        row.repaired,
        row.problem);
  }

  /** Whether some differences were only counted, not recorded. */
  public boolean hasUnrecordedDrift() {
    return found.hasUnrecordedDriftExceptGone()
        || held() && found.gone() > DriftRecorder.MAX_RECORDED_PER_KIND;
  }

  /** Whether an administrator has to approve before videos are marked as missing. */
  public boolean held() {
    return status.equals(Reconciliation.State.HELD.name());
  }

  /** Whether it is waiting or running. */
  public boolean open() {
    return endedAt == null;
  }
}

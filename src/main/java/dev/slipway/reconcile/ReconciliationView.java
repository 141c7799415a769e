package dev.slipway.reconcile;

import java.time.Instant;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * A comparison as programs and pages see it.
 *
 * @param cause {@code start}, {@code schedule}, {@code reconnect} or {@code demand}
 * @param mode {@code report} or {@code repair}
 * @param goneAllowed so many rows may be marked whose object is gone, whatever their share
 * @param status one of {@link ReconciliationState}
 * @param objects that the bucket's listing named so far
 * @param agreed keys of which both sides say the same
 * @param found differences, by kind
 * @param repaired those that are none any more
 * @param problem why it waits, or what speaks against marking what is gone; null in general
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
    Found found,
    long repaired,
    String problem) {

  /** Counts of each {@link DriftKind}. */
  public record Found(long missed, long orphan, long gone, long changed, long unwanted) {
    public long total() {
      return missed + orphan + gone + changed + unwanted;
    }

    /** Whether some were counted and not written down. What is gone is written down in full. */
    boolean hasUnrecordedDrift() {
      return LongStream.of(missed, orphan, changed, unwanted)
          .anyMatch(one -> one > DriftRecorder.MAX_RECORDED_PER_KIND);
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
        word(row.cause),
        row.askedBy,
        row.askedAt,
        word(row.mode),
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

  /** Whether some of what it found is counted and no more. */
  public boolean hasUnrecordedDrift() {
    return found.hasUnrecordedDrift()
        || held() && found.gone() > DriftRecorder.MAX_RECORDED_PER_KIND;
  }

  /** Whether somebody has to agree before it can go on. */
  public boolean held() {
    return status.equals(ReconciliationState.HELD.name());
  }

  /** Whether it is still to begin, or at it. */
  public boolean open() {
    return endedAt == null;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

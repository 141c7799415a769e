package dev.slipway.observability;

import dev.slipway.web.Formats;
import dev.slipway.web.LogText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Logs the state changes of uploads and videos, one line each. A line contains no file name or
 * title, which may be private, and no URL.
 *
 * <p>A rebuild of the catalogue changes more rows in a second than a log can use, so the number of
 * lines is limited. The audit log has every change.
 */
@ApplicationScoped
public class LifecycleLog {
  /** The category, which can be given another level. */
  static final String CATEGORY = "dev.slipway.lifecycle";

  /** About 30 kB; three times the state changes of a replica under load. */
  static final int MAX_LINES_PER_SECOND = 200;

  private static final Logger LOG = Logger.getLogger(CATEGORY);

  private final Event<StateChange> changes;
  private final Clock clock;
  private long second;
  private int linesInSecond;

  LifecycleLog(Event<StateChange> changes, Clock clock) {
    this.changes = changes;
    this.clock = clock;
  }

  /**
   * Logs a state change as soon as its transaction has committed. Nothing is logged if the
   * transaction is rolled back.
   *
   * @param change subject and past participle, such as {@code Upload opened}
   * @param owner the account's name, or null
   * @param size in bytes
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void record(String change, String id, String owner, long size) {
    changes.fire(new StateChange(change, id, owner, size));
  }

  /** Logs a state change whose transaction has committed. */
  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  public void recordCommitted(String change, String id, String owner, long size) {
    write(new StateChange(change, id, owner, size));
  }

  void write(@Observes(during = TransactionPhase.AFTER_SUCCESS) StateChange change) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    var omitted = countLine();
    if (omitted > 0) {
      LOG.infof("%,d more state changes were not logged; the audit log has them", omitted);
    }
    if (omitted >= 0) {
      LOG.infof(
          "%s: %s, owner %s, %s",
          change.change, change.id, LogText.of(change.owner), Formats.exactBytes(change.size));
    }
  }

  /**
   * Counts a line of the current second.
   *
   * @return how many lines of an earlier second were omitted, which is reported once; -1 if this
   *     line has to be omitted
   */
  private synchronized int countLine() {
    var now = clock.instant().getEpochSecond();
    var omitted = 0;
    if (now != second) {
      omitted = Math.max(0, linesInSecond - MAX_LINES_PER_SECOND);
      second = now;
      linesInSecond = 0;
    }
    linesInSecond++;
    return linesInSecond > MAX_LINES_PER_SECOND ? -1 : omitted;
  }

  /** A state change of an upload or a video. Fired in the transaction that writes it. */
  record StateChange(String change, String id, String owner, long size) {}
}

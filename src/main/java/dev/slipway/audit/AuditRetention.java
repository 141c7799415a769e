package dev.slipway.audit;

import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Deletes entries whose retention period is over. A function of the database does it, which is the
 * only way to delete entries and records what it has deleted.
 */
@Startup
@ApplicationScoped
class AuditRetention {
  private static final Logger LOG = Logger.getLogger(AuditRetention.class);

  /** The function refuses less, so that nobody can remove the traces of what they just did. */
  private static final Duration MIN_RETENTION = Duration.ofDays(30);

  /** Takes about a second. */
  private static final int BATCH_SIZE = 20_000;

  private final ExpiredEntries entries;
  private final Duration retention;
  private final Clock clock;

  AuditRetention(ExpiredEntries entries, AuditConfig config, Clock clock) {
    this.entries = entries;
    this.retention = config.retention();
    this.clock = clock;
    if (!retention.isZero() && retention.compareTo(MIN_RETENTION) < 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_AUDIT_RETENTION must be at least 30 days (P30D), or 0S to keep all entries, not "
              + retention
              + ".");
    }
  }

  @Scheduled(
      every = "1h",
      delayed = "3m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void deleteExpired() {
    deleteExpired(clock.instant(), BATCH_SIZE);
  }

  void deleteExpired(Instant now, int batchSize) {
    if (retention.isZero()) {
      return;
    }
    var until = now.minus(retention);
    var total = 0L;
    int deleted;
    do {
      deleted = entries.delete(until, batchSize);
      total += deleted;
    } while (deleted == batchSize);
    if (total > 0) {
      LOG.infof("Deleted %d audit entries before %s", total, until);
    }
  }
}

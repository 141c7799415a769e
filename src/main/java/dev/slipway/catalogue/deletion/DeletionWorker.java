package dev.slipway.catalogue.deletion;

import dev.slipway.catalogue.DeletionWriter.CleanupScheduled;
import dev.slipway.catalogue.TrashConfig;
import dev.slipway.catalogue.verdict.Quarantine;
import dev.slipway.storage.IndependentSteps;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.IdleBackoff;
import dev.slipway.web.ProcessRole;
import dev.slipway.web.SearchLoop;
import dev.slipway.web.SkippedOnWorkers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Empties the trash, deletes videos that were rejected long ago, and updates the store to match the
 * rows of deleted and restored videos: at once after a change, and on a schedule for work that
 * failed or whose process died.
 */
@ApplicationScoped
class DeletionWorker {
  private static final Logger LOG = Logger.getLogger(DeletionWorker.class);
  private static final Duration COMPARISON_INTERVAL = Duration.ofHours(1);

  /** A purge makes eight calls to the store if there are no derived files. */
  private static final int STORE_CALLS_PER_LEASE = 10;

  /**
   * Rows may become due as fast as they are cleaned up, because accounts move videos to the trash
   * and restore them. So a pass ends with rows left, and the next one begins with the other steps.
   */
  private static final int MAX_CLEANUPS_PER_PASS = 100;

  private static final Duration MAX_CLEANUP_TIME_PER_PASS = Duration.ofSeconds(10);

  private final TrashConfig config;
  private final StoreConfig storeConfig;
  private final TrashQueue trash;
  private final Quarantine quarantine;
  private final CleanupQueue queue;
  private final StoreCleaner cleaner;
  private final DeleteUrlResolver deleteUrls;
  private final MarkerSweep markerSweep;
  private final SearchLoop loop;
  private final Clock clock;
  private final Instant startedAt;
  private volatile Instant nextComparison;
  private volatile boolean markersCompared;
  private volatile boolean stopping;
  private boolean foundWork;
  private boolean moreDue;

  DeletionWorker(
      TrashConfig config,
      StoreConfig storeConfig,
      TrashQueue trash,
      Quarantine quarantine,
      CleanupQueue queue,
      StoreCleaner cleaner,
      DeleteUrlResolver deleteUrls,
      MarkerSweep markerSweep,
      BackgroundConfig background,
      Clock clock) {
    this.config = config;
    this.storeConfig = storeConfig;
    this.trash = trash;
    this.quarantine = quarantine;
    this.queue = queue;
    this.cleaner = cleaner;
    this.deleteUrls = deleteUrls;
    this.markerSweep = markerSweep;
    this.loop =
        new SearchLoop(
            "deletions",
            IdleBackoff.forDeferrableWork(background),
            SearchLoop.LONG_INTERVAL,
            this::run,
            "Deleted videos can't be processed");
    this.clock = clock;
    this.startedAt = clock.instant();
    this.nextComparison = startedAt;
  }

  void validate(@Observes StartupEvent started) {
    requireValid(config, storeConfig.timeout());
  }

  /** Processes that only run media jobs leave deletions to others. */
  void start(
      @Observes @Priority(SearchLoop.START_PRIORITY) StartupEvent started, ProcessRole role) {
    if (!role.isWorker()) {
      loop.start();
    }
  }

  /**
   * @throws IllegalArgumentException if a setting is out of bounds
   */
  static void requireValid(TrashConfig config, Duration storeTimeout) {
    var minLease = storeTimeout.multipliedBy(STORE_CALLS_PER_LEASE);
    if (config.lease().compareTo(minLease) < 0) {
      throw new IllegalArgumentException(
          "SLIPWAY_TRASH_LEASE must be at least %d times SLIPWAY_STORE_TIMEOUT, so %s, not %s."
              .formatted(STORE_CALLS_PER_LEASE, minLease, config.lease()));
    }
    if (config.startDelay().isNegative() || config.deleteUrlGrace().isNegative()) {
      throw new IllegalArgumentException(
          "SLIPWAY_TRASH_START_DELAY and SLIPWAY_TRASH_DELETE_URL_GRACE must not be negative.");
    }
  }

  void onCleanupScheduled(
      @Observes(during = TransactionPhase.AFTER_SUCCESS) CleanupScheduled event) {
    loop.searchNow();
  }

  /**
   * Compares the markers with the rows: at once after the start, because the database may have been
   * restored from a backup, and then every hour. A comparison that failed is repeated after a
   * minute.
   */
  @Scheduled(
      every = "1m",
      delayed = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = SkippedOnWorkers.class)
  void compareMarkers() {
    if (clock.instant().isBefore(nextComparison)) {
      return;
    }
    try {
      if (markersCompared) {
        markerSweep.run();
      } else {
        markerSweep.runAfterStart();
      }
    } catch (StoreUnavailableException unavailable) {
      LOG.warn(
          "The store is unavailable; the markers of deleted videos are compared in a minute."
              + " After a start, no video in the trash expires until then");
      return;
    }
    markersCompared = true;
    nextComparison = clock.instant().plus(COMPARISON_INTERVAL);
    loop.searchNow();
  }

  void stop(@Observes ShutdownEvent stopped) {
    stopping = true;
    loop.close();
  }

  /** Returns whether there was anything to do. */
  boolean run() {
    foundWork = false;
    moreDue = false;
    try {
      runSteps();
    } finally {
      if (moreDue) {
        loop.searchNow();
      }
    }
    return foundWork;
  }

  /** A step that fails doesn't keep the others from running. */
  private void runSteps() {
    var steps = new IndependentSteps(cleaner::isStoreAvailable);
    steps.run(this::emptyTrash);
    steps.run(this::deleteRejected);
    steps.run(this::cleanDue);
    steps.run(deleteUrls::run);
    steps.throwFirstFailure();
  }

  private void emptyTrash() {
    while (mayExpire(config.keep()) && trash.deleteExpired()) {
      // Each batch is a short transaction of its own.
      foundWork = true;
    }
  }

  private void deleteRejected() {
    while (!stopping && quarantine.beginForEarlier()) {
      // Each batch is a short transaction of its own.
      foundWork = true;
    }
    while (mayExpire(quarantine.keep()) && quarantine.deleteExpired()) {
      // Each batch is a short transaction of its own.
      foundWork = true;
    }
  }

  /** The delay after the start is no longer than the time for which videos are kept anyway. */
  private boolean mayExpire(Duration keep) {
    var delay = config.startDelay().compareTo(keep) < 0 ? config.startDelay() : keep;
    return !stopping && markersCompared && !clock.instant().isBefore(startedAt.plus(delay));
  }

  /** Ends when the store is unavailable for other rows too, so that they are not postponed. */
  private void cleanDue() {
    var end = clock.instant().plus(MAX_CLEANUP_TIME_PER_PASS);
    var available = true;
    for (var count = 0; available && !stopping; count++) {
      if (count == MAX_CLEANUPS_PER_PASS || !clock.instant().isBefore(end)) {
        moreDue = true;
        return;
      }
      var claimed = queue.claimNext(markersCompared);
      if (claimed.isEmpty()) {
        return;
      }
      foundWork = true;
      available = cleaner.clean(claimed.get()) || cleaner.isStoreAvailable();
    }
  }
}

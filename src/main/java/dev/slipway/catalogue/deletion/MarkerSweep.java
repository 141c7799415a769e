package dev.slipway.catalogue.deletion;

import dev.slipway.catalogue.TrashConfig;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.sync.DeletionMarkers;
import dev.slipway.storage.IndependentSteps;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Compares the markers of deleted videos with the rows. They differ if the database or the derived
 * bucket was restored from a backup, or lost.
 */
@ApplicationScoped
class MarkerSweep {
  private static final Logger LOG = Logger.getLogger(MarkerSweep.class);

  /** If more markers lack an object, and a larger share of all, the bucket may be the wrong one. */
  private static final int MAX_ORPHANS = 10;

  private static final double MAX_ORPHAN_SHARE = 0.1;

  private final DeletionMarkers markers;
  private final TrashQueue trash;
  private final ObjectStore store;
  private final Duration keep;
  private final Clock clock;

  MarkerSweep(
      DeletionMarkers markers,
      TrashQueue trash,
      ObjectStore store,
      TrashConfig config,
      Clock clock) {
    this.markers = markers;
    this.trash = trash;
    this.store = store;
    this.keep = config.keep();
    this.clock = clock;
  }

  /**
   * Compares for the first time after a start, when the database may be from a backup. A video
   * whose marker doesn't confirm its time in the trash stays there as long as configured.
   *
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   */
  void runAfterStart() {
    run(true);
  }

  /**
   * Compares again. A marker that is missing now doesn't change the time in the trash; otherwise
   * the trash would never be emptied if something else removes markers.
   *
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   */
  void run() {
    run(false);
  }

  private void run(boolean afterStart) {
    if (!markers.canBeWritten()) {
      return;
    }
    var steps = new IndependentSteps(() -> store.isAvailable() && markers.isAvailable());
    var comparison = new Comparison(afterStart, steps);
    ObjectKey after = null;
    List<ObjectKey> keys;
    do {
      keys = markers.list(after);
      var last = keys.isEmpty() ? null : keys.get(keys.size() - 1);
      compareTrash(after, last, new HashSet<>(keys), comparison);
      compareMarkers(keys, comparison);
      after = last;
    } while (after != null);
    comparison.unconfirmed.forEach(trash::extendUnconfirmed);
    removeOrphans(comparison);
    comparison.reportFailure();
  }

  /** Compares the rows in the trash of a range of keys. */
  private void compareTrash(
      ObjectKey after, ObjectKey upTo, Set<ObjectKey> listed, Comparison comparison) {
    var rows = trash.findInTrash(after, upTo);
    while (!rows.isEmpty()) {
      rows.stream()
          .filter(row -> row.key().deletionMarker().isPresent())
          .filter(row -> comparison.afterStart || isMarkerMissing(row, listed))
          .forEach(row -> compareInTrash(row, comparison));
      rows = trash.findInTrash(rows.get(rows.size() - 1).key(), upTo);
    }
  }

  private static boolean isMarkerMissing(Video row, Set<ObjectKey> listed) {
    return row.deletion().cleanupAt() == null && !listed.contains(row.key());
  }

  private void compareInTrash(Video row, Comparison comparison) {
    var compared = comparison.steps.run(() -> compareInTrash(row, comparison.afterStart));
    if (!compared && comparison.afterStart) {
      comparison.unconfirmed.add(row);
    }
  }

  private void compareInTrash(Video row, boolean afterStart) {
    // It may have been written since the listing.
    var time = markers.find(row.key());
    if (!afterStart) {
      if (time.isEmpty()) {
        trash.repeatCleanup(row);
      }
      return;
    }
    if (time.isEmpty()) {
      trash.extendUnconfirmed(row);
      return;
    }
    time.filter(row.deletion()::isLaterMarker)
        .ifPresent(markerTime -> trash.moveBackToTrash(row, markerTime));
  }

  /** Corrects what differs, and collects those of the keys that have neither row nor object. */
  private void compareMarkers(List<ObjectKey> keys, Comparison comparison) {
    comparison.total += keys.size();
    var rows = trash.findCurrent(keys);
    for (var key : keys) {
      comparison.steps.run(() -> compareMarker(key, rows.get(key), comparison.orphans));
    }
  }

  private void compareMarker(ObjectKey key, Video row, List<ObjectKey> orphans) {
    if (row != null) {
      compareMarker(key, row);
    } else if (store.head(key).isEmpty()) {
      // An object without a row is catalogued later, and then gets into the trash by its marker.
      orphans.add(key);
    }
  }

  private void compareMarker(ObjectKey key, Video row) {
    if (row.deletion().cleanupAt() != null || row.deletion().isInTrash()) {
      return;
    }
    if (row.isDeleted()) {
      markers.remove(key);
      return;
    }
    // Read again after the row, because the video may have been restored since the listing.
    var time = markers.find(key);
    if (time.filter(row.deletion()::isOutdatedMarker).isPresent()) {
      trash.repeatCleanup(row);
      return;
    }
    time.ifPresent(markerTime -> trash.moveBackToTrash(row, markerTime));
  }

  /** In an empty or wrong bucket most objects are missing, and their markers are needed later. */
  private void removeOrphans(Comparison comparison) {
    var count = comparison.orphans.size();
    var total = comparison.total;
    var isOnlyKind = count == total && total > 1;
    if (isOnlyKind || count > MAX_ORPHANS && count > MAX_ORPHAN_SHARE * total) {
      LOG.warnf(
          "The markers of %d of %d deleted videos have no object in the bucket %s. They are kept,"
              + " because it may be the wrong bucket",
          count, total, store.bucket());
      return;
    }
    comparison.orphans.forEach(key -> comparison.steps.run(() -> removeOrphan(key)));
  }

  /** The object of a newer marker may still be copied back from a backup. */
  private void removeOrphan(ObjectKey key) {
    markers
        .find(key)
        .filter(time -> time.plus(keep).isBefore(clock.instant()))
        .ifPresent(time -> markers.remove(key));
  }

  /** One comparison of all markers and rows. */
  private static final class Comparison {
    private final boolean afterStart;
    private final IndependentSteps steps;

    /** Rows in the trash whose markers couldn't be read. */
    private final List<Video> unconfirmed = new ArrayList<>();

    private final List<ObjectKey> orphans = new ArrayList<>();
    private long total;

    Comparison(boolean afterStart, IndependentSteps steps) {
      this.afterStart = afterStart;
      this.steps = steps;
    }

    void reportFailure() {
      try {
        steps.throwFirstFailure();
      } catch (RuntimeException e) {
        LOG.errorf(e, "Some markers of deleted videos can't be compared; this is repeated later");
      }
    }
  }
}

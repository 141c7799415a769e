package dev.slipway.catalogue.deletion;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.sync.DeletionMarkers;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
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

  MarkerSweep(DeletionMarkers markers, TrashQueue trash, ObjectStore store) {
    this.markers = markers;
    this.trash = trash;
    this.store = store;
  }

  /**
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   */
  void run() {
    if (!markers.canBeWritten()) {
      return;
    }
    var orphans = new ArrayList<ObjectKey>();
    var total = 0L;
    ObjectKey after = null;
    List<ObjectKey> keys;
    do {
      keys = markers.list(after);
      var last = keys.isEmpty() ? null : keys.get(keys.size() - 1);
      replaceMissing(after, last, new HashSet<>(keys));
      orphans.addAll(compare(keys));
      total += keys.size();
      after = last;
    } while (after != null);
    removeOrphans(orphans, total);
  }

  /** Has the markers written that rows of a range of keys lack. */
  private void replaceMissing(ObjectKey after, ObjectKey upTo, Set<ObjectKey> listed) {
    var rows = trash.findInTrash(after, upTo);
    while (!rows.isEmpty()) {
      rows.stream()
          .filter(row -> row.deletion().cleanupAt() == null && !listed.contains(row.key()))
          .filter(row -> row.key().deletionMarker().isPresent())
          // It may have been written since the listing.
          .filter(row -> markers.find(row.key()).isEmpty())
          .forEach(trash::replaceMissingMarker);
      rows = trash.findInTrash(rows.get(rows.size() - 1).key(), upTo);
    }
  }

  /** Corrects what differs, and returns those of the keys that have neither row nor object. */
  private List<ObjectKey> compare(List<ObjectKey> keys) {
    var rows = trash.findCurrent(keys);
    var orphans = new ArrayList<ObjectKey>();
    for (var key : keys) {
      var row = rows.get(key);
      if (row != null) {
        compare(key, row);
      } else if (store.head(key).isEmpty()) {
        // An object without a row is catalogued later, and then gets into the trash by its marker.
        orphans.add(key);
      }
    }
    return orphans;
  }

  private void compare(ObjectKey key, Video row) {
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
      trash.removeMarker(row);
      return;
    }
    time.ifPresent(markerTime -> trash.moveBackToTrash(row, markerTime));
  }

  /** In an empty or wrong bucket most objects are missing, and their markers are needed later. */
  private void removeOrphans(List<ObjectKey> orphans, long total) {
    var isOnlyKind = orphans.size() == total && total > 1;
    if (isOnlyKind || orphans.size() > MAX_ORPHANS && orphans.size() > MAX_ORPHAN_SHARE * total) {
      LOG.warnf(
          "The markers of %d of %d deleted videos have no object in the bucket %s. They are kept,"
              + " because it may be the wrong bucket",
          orphans.size(), total, store.bucket());
      return;
    }
    orphans.forEach(markers::remove);
  }
}

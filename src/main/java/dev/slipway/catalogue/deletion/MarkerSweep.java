package dev.slipway.catalogue.deletion;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.sync.DeletionMarkers;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Compares the markers of deleted videos with the rows. They differ if the database was restored
 * from a backup, or lost.
 */
@ApplicationScoped
class MarkerSweep {
  private final DeletionMarkers markers;
  private final CleanupQueue queue;
  private final ObjectStore store;

  MarkerSweep(DeletionMarkers markers, CleanupQueue queue, ObjectStore store) {
    this.markers = markers;
    this.queue = queue;
    this.store = store;
  }

  /**
   * @throws dev.slipway.storage.StoreUnavailableException if the store doesn't answer
   */
  void run() {
    var keys = markers.list(null);
    while (!keys.isEmpty()) {
      var rows = queue.findCurrent(keys);
      keys.forEach(key -> compare(key, rows.get(key)));
      keys = markers.list(keys.get(keys.size() - 1));
    }
  }

  private void compare(ObjectKey key, Video row) {
    if (row == null) {
      // An object without a row is catalogued later, and then gets into the trash by its marker.
      if (store.head(key).isEmpty()) {
        markers.remove(key);
      }
      return;
    }
    if (row.deletion().cleanupAt() != null || row.deletion().isInTrash()) {
      return;
    }
    if (row.isDeleted()) {
      markers.remove(key);
      return;
    }
    // Read again after the row, because the video may have been restored since the listing.
    markers
        .find(key)
        .ifPresent(deleteAfter -> queue.moveBackToTrash(key, row.version(), deleteAfter));
  }
}

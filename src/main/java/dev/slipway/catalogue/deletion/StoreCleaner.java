package dev.slipway.catalogue.deletion;

import dev.slipway.catalogue.captions.Captions;
import dev.slipway.catalogue.hls.Streams;
import dev.slipway.catalogue.sync.DeletionMarkers;
import dev.slipway.catalogue.sync.PendingUploads;
import dev.slipway.observability.LogFields;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Makes the store agree with one row. Each step can be repeated. */
@ApplicationScoped
class StoreCleaner {
  private static final Logger LOG = Logger.getLogger(StoreCleaner.class);

  private final ObjectStore store;
  private final DerivedStore derivedStore;
  private final Captions captions;
  private final Streams streams;
  private final DeletionMarkers markers;
  private final PendingUploads uploads;
  private final CleanupQueue queue;
  private final DeletionMetrics metrics;

  StoreCleaner(
      ObjectStore store,
      DerivedStore derivedStore,
      Captions captions,
      Streams streams,
      DeletionMarkers markers,
      PendingUploads uploads,
      CleanupQueue queue,
      DeletionMetrics metrics) {
    this.store = store;
    this.derivedStore = derivedStore;
    this.captions = captions;
    this.streams = streams;
    this.markers = markers;
    this.uploads = uploads;
    this.queue = queue;
    this.metrics = metrics;
  }

  /**
   * Does what a claim asks for. A failure is recorded and retried later.
   *
   * @return false if the store is unavailable, perhaps for this row only
   */
  boolean clean(Cleanup cleanup) {
    try (var fields = LogFields.of(LogFields.OBJECT, cleanup.key().value())) {
      if (applyToStore(cleanup)) {
        queue.end(cleanup);
      } else {
        queue.retryLater(cleanup);
      }
      return true;
    } catch (StoreUnavailableException unavailable) {
      metrics.recordFailure();
      queue.retryLater(cleanup);
      return false;
    } catch (RuntimeException e) {
      LOG.errorf(e, "The objects of video %s could not be updated in the store", cleanup.videoId());
      metrics.recordFailure();
      queue.retryLater(cleanup);
      return true;
    }
  }

  /** Whether the store answers for both buckets. */
  boolean isStoreAvailable() {
    return store.isAvailable() && markers.isAvailable();
  }

  /** Makes the store agree with the row; false if another attempt is needed. */
  private boolean applyToStore(Cleanup cleanup) {
    switch (cleanup.goal()) {
      case PURGED -> {
        return purge(cleanup);
      }
      case IN_TRASH -> markers.write(cleanup.key(), cleanup.markerTime());
      case RESTORED -> markers.remove(cleanup.key());
    }
    return true;
  }

  /**
   * The marker comes first and goes last, so that the object can't reappear in a catalogue that is
   * rebuilt in between.
   *
   * @return false if an object was stored again under the key, which a URL signed earlier permits
   */
  private boolean purge(Cleanup cleanup) {
    markers.write(cleanup.key(), cleanup.markerTime());
    uploads.removeParts(cleanup.key());
    store.remove(cleanup.key());
    queue.findGenerationIds(cleanup.key()).forEach(this::removeDerivedFiles);
    if (store.head(cleanup.key()).isPresent()) {
      return false;
    }
    markers.remove(cleanup.key());
    return true;
  }

  private void removeDerivedFiles(RandomId videoId) {
    var prefix = ObjectKey.derivedPrefix(videoId);
    List<ObjectKey> keys = derivedStore.list(prefix, null);
    while (!keys.isEmpty()) {
      keys.forEach(derivedStore::remove);
      keys = derivedStore.list(prefix, keys.get(keys.size() - 1));
    }
    captions.forget(videoId);
    streams.forget(videoId);
  }
}

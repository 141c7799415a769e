package dev.slipway.processing.picture;

import dev.slipway.catalogue.picture.PictureWriter;
import dev.slipway.catalogue.picture.PosterImages;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Stores and removes the files of pictures in the derived bucket. */
@ApplicationScoped
class PictureFiles {
  private static final Logger LOG = Logger.getLogger(PictureFiles.class);
  private static final String JPEG = "image/jpeg";

  private final DerivedStore store;
  private final PictureWriter writer;

  PictureFiles(DerivedStore store, PictureWriter writer) {
    this.store = store;
    this.writer = writer;
  }

  /**
   * Stores JPEG files.
   *
   * @throws IllegalStateException if there is no derived bucket
   */
  void put(Map<ObjectKey, byte[]> files) {
    files.forEach(
        (key, bytes) -> {
          if (!store.put(key, bytes, JPEG)) {
            throw new IllegalStateException(
                "The bucket for derived files doesn't exist. Create it, or set"
                    + " SLIPWAY_STORE_DERIVED_BUCKET");
          }
        });
  }

  /** Reads an uploaded image; empty if there is none. */
  Optional<byte[]> read(ObjectKey key) {
    return store.read(key, PosterImages.MAX_BYTES);
  }

  /** The current files with some names. Joins the caller's transaction. */
  Set<ObjectKey> findCurrent(RandomId videoId, List<String> names) {
    return writer.findCurrentKeys(videoId).stream()
        .filter(
            key ->
                names.stream()
                    .anyMatch(
                        name -> key.value().startsWith(ObjectKey.derivedPrefix(videoId, name))))
        .collect(Collectors.toSet());
  }

  void remove(Collection<ObjectKey> keys) {
    keys.forEach(store::remove);
  }

  /**
   * Removes files that are no longer current. If that fails, the next attempt or the purge does.
   */
  void removeReplaced(Collection<ObjectKey> keys) {
    try {
      remove(keys);
    } catch (StoreUnavailableException unavailable) {
      LOG.debugf("Replaced pictures stay in the store for now: %s", keys);
    }
  }

  /** Removes the files with a name that no row refers to. */
  void removeLeftovers(RandomId videoId, String name) {
    var prefix = ObjectKey.derivedPrefix(videoId, name);
    var keys = store.list(prefix, null);
    if (keys.isEmpty()) {
      return;
    }
    // After the listing, so that a file that becomes current meanwhile is known.
    var current = writer.findCurrentKeys(videoId);
    while (!keys.isEmpty()) {
      keys.stream().filter(key -> !current.contains(key)).forEach(store::remove);
      keys = store.list(prefix, keys.get(keys.size() - 1));
    }
  }
}

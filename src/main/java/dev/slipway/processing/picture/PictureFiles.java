package dev.slipway.processing.picture;

import dev.slipway.catalogue.picture.PictureWriter;
import dev.slipway.catalogue.picture.PosterImages;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
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
      LOG.debugf("Replaced pictures can't be removed; retrying later: %s", keys);
    }
  }

  /**
   * Removes the files with some names that no row refers to.
   *
   * @param claimed whether no other attempt can be storing such files; see {@link
   *     dev.slipway.processing.work.JobHandler#removeLeftovers}
   */
  void removeLeftovers(RandomId videoId, List<String> names, BooleanSupplier claimed) {
    var keys = new ArrayList<ObjectKey>();
    names.forEach(name -> keys.addAll(list(ObjectKey.derivedPrefix(videoId, name))));
    if (keys.isEmpty()) {
      return;
    }
    // After the listing, so that files that became current during it are known.
    keys.removeAll(writer.findCurrentKeys(videoId));
    if (!keys.isEmpty() && claimed.getAsBoolean()) {
      remove(keys);
    }
  }

  private List<ObjectKey> list(String prefix) {
    var all = new ArrayList<ObjectKey>();
    var page = store.list(prefix, null);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = store.list(prefix, page.get(page.size() - 1));
    }
    return all;
  }
}

package dev.slipway.catalogue.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.catalogue.TrashConfig;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreRefusalException;
import dev.slipway.web.LogText;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Small objects in the derived bucket which say that an object of the videos bucket was deleted, so
 * that a catalogue which is rebuilt from the bucket doesn't resurrect it. A marker exists while the
 * video is in the trash, and until the object of a tombstone is removed.
 */
@ApplicationScoped
public class DeletionMarkers {
  private static final Logger LOG = Logger.getLogger(DeletionMarkers.class);
  private static final String DELETE_AFTER = "deleteAfter";

  private final DerivedStore store;
  private final ObjectMapper json;
  private final TrashConfig config;
  private final Clock clock;

  DeletionMarkers(DerivedStore store, ObjectMapper json, TrashConfig config, Clock clock) {
    this.store = store;
    this.json = json;
    this.config = config;
    this.clock = clock;
  }

  /** Whether the store has a bucket for markers. */
  public boolean canBeWritten() {
    return store.exists();
  }

  /** Whether the store answers for their bucket. */
  public boolean isAvailable() {
    return store.isAvailable();
  }

  /** Writes the marker of an object. If the store can't keep it, only a rebuild is affected. */
  public void write(ObjectKey object, Instant deleteAfter) {
    if (!tryWrite(object, deleteAfter)) {
      LOG.warnf(
          "The store can't keep the marker of a deleted video, because its bucket for derived files"
              + " is missing or the key is too long: %s. A catalogue that is rebuilt from the bucket"
              + " would contain the video again",
          LogText.of(object.value()));
    }
  }

  public void remove(ObjectKey object) {
    object.deletionMarker().ifPresent(store::remove);
  }

  /** Returns until when the object is in the trash; empty if it has no marker. */
  public Optional<Instant> find(ObjectKey object) {
    return object.deletionMarker().flatMap(store::read).map(this::parse);
  }

  /**
   * Lists the next objects with a marker, up to 1,000, in the order of their keys.
   *
   * @param after the last object of the page before; null for the first page
   */
  public List<ObjectKey> list(ObjectKey after) {
    var start = after == null ? null : after.deletionMarker().orElseThrow();
    return store.list(ObjectKey.DELETION_MARKER_PREFIX, start).stream()
        .flatMap(marker -> ObjectKey.ofDeletionMarker(marker).stream())
        .toList();
  }

  private boolean tryWrite(ObjectKey object, Instant deleteAfter) {
    var marker = object.deletionMarker();
    try {
      return marker.isPresent() && store.put(marker.get(), toJson(deleteAfter), "application/json");
    } catch (StoreRefusalException refusal) {
      // It would refuse it again, and the deletion must not wait for ever.
      return false;
    }
  }

  private byte[] toJson(Instant deleteAfter) {
    try {
      return json.writeValueAsBytes(Map.of(DELETE_AFTER, deleteAfter.toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An unreadable marker still says that the video was deleted. */
  private Instant parse(byte[] content) {
    try {
      return Instant.parse(json.readTree(content).path(DELETE_AFTER).asText());
    } catch (IOException | RuntimeException e) {
      return clock.instant().plus(config.keep());
    }
  }
}

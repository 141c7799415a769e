package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.metadata.ObjectMetadataCodec;
import dev.slipway.catalogue.sync.SyncAttempt.Done;
import dev.slipway.catalogue.sync.SyncAttempt.MarkerNeeded;
import dev.slipway.catalogue.sync.SyncAttempt.Retry;
import dev.slipway.catalogue.sync.SyncAttempt.UnderTombstone;
import dev.slipway.media.MediaFormat;
import dev.slipway.media.Sniffer;
import dev.slipway.observability.LogFields;
import dev.slipway.observability.Spans;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.StoredObject;
import dev.slipway.web.LogText;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.exception.ConstraintViolationException;

/**
 * Brings the row of a key in line with the store. Callers may sync a key at any time, in any order
 * and any number of times.
 *
 * <p>Each attempt reads the row's version, asks the store, and writes only if the version is still
 * the same; otherwise another attempt follows. After a change of a row that existed, the store is
 * asked once more. No transaction is open during a call to the store.
 */
@ApplicationScoped
public class CatalogueSync {
  /**
   * Concurrent syncs of a key conflict only while one writes the row, and one of them always
   * succeeds, so few attempts are needed.
   */
  private static final int MAX_ATTEMPTS = 10;

  /**
   * Changes of a row after which the store is asked once more. The object may have changed back
   * before the row was written, and the sync that saw this changed nothing, because row and store
   * agreed. Not after a new row, which nearly every sync of an upload writes: one more request for
   * each would cost more than the next reconciliation, which finds a row without an object.
   */
  private static final Set<SyncChange> CONFIRMED_CHANGES =
      EnumSet.of(SyncChange.MISSING, SyncChange.FOUND, SyncChange.REPLACED, SyncChange.CORRECTED);

  private static final MediaFormat EMPTY_FILE = new MediaFormat("application/x-empty", null);

  private final ObjectStore store;
  private final Sniffer sniffer;
  private final ObjectMetadataCodec metadataCodec;
  private final SyncTransactions transactions;
  private final DeletionMarkers markers;
  private final Spans spans;

  CatalogueSync(
      ObjectStore store,
      Sniffer sniffer,
      ObjectMetadataCodec metadataCodec,
      SyncTransactions transactions,
      DeletionMarkers markers,
      Spans spans) {
    this.store = store;
    this.sniffer = sniffer;
    this.metadataCodec = metadataCodec;
    this.transactions = transactions;
    this.markers = markers;
    this.spans = spans;
  }

  /**
   * Brings the row of a key in line with the store.
   *
   * @return the video, or empty if the store has no such object
   * @throws StoreUnavailableException if the store doesn't answer
   */
  public Optional<VideoView> sync(ObjectKey key, SyncTrigger trigger) {
    return Optional.ofNullable(syncAndReport(key, trigger).video());
  }

  /**
   * Like {@link #sync}, but returns what changed.
   *
   * @throws StoreUnavailableException if the store doesn't answer
   */
  public SyncResult syncAndReport(ObjectKey key, SyncTrigger trigger) {
    var uploadId = key.uploadId().map(RandomId::value).orElse(null);
    try (var fields = LogFields.of(LogFields.OBJECT, key.value()).and(LogFields.UPLOAD, uploadId)) {
      return spans.inSpan(
          "catalogue sync",
          SpanKind.INTERNAL,
          attributes(uploadId, trigger),
          () -> syncUntilStable(key, trigger));
    }
  }

  /**
   * Whether the row of a key and the store agree. Changes nothing.
   *
   * @throws StoreUnavailableException if the store doesn't answer
   */
  public boolean isInSync(ObjectKey key) {
    var row = transactions.findCurrent(key);
    var object = store.head(key);
    return object
        .map(stored -> row.filter(snapshot -> needsNothing(snapshot, stored)).isPresent())
        .orElseGet(() -> row.filter(RowSnapshot::objectPresent).isEmpty());
  }

  /** Whether the current row of a key is a tombstone. */
  public boolean isDeleted(ObjectKey key) {
    return transactions.findCurrent(key).filter(RowSnapshot::deleted).isPresent();
  }

  private static Map<String, String> attributes(String uploadId, SyncTrigger trigger) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("slipway.signal", trigger.lowerCaseName());
    if (uploadId != null) {
      attributes.put(Spans.UPLOAD_ID, uploadId);
    }
    return attributes;
  }

  private SyncResult syncUntilStable(ObjectKey key, SyncTrigger trigger) {
    SyncResult written = null;
    for (var count = 0; count < MAX_ATTEMPTS; count++) {
      var attempt = attempt(key, trigger);
      if (!(attempt instanceof Done done)) {
        continue;
      }
      var result = done.result();
      if (written != null && result.change() == SyncChange.NOTHING) {
        return new SyncResult(result.video(), written.change());
      }
      if (!CONFIRMED_CHANGES.contains(result.change())) {
        return result;
      }
      written = result;
    }
    throw new IllegalStateException(
        "The object changed during all %d attempts to catalogue it: %s"
            .formatted(MAX_ATTEMPTS, LogText.of(key.value())));
  }

  private SyncAttempt attempt(ObjectKey key, SyncTrigger trigger) {
    var row = transactions.findCurrent(key);
    var object = store.head(key);
    if (object.isEmpty()) {
      return transactions.recordAbsent(key, row);
    }
    if (row.isPresent() && needsNothing(row.get(), object.get())) {
      return SyncAttempt.of(row.get().view(), SyncChange.NOTHING);
    }
    var format = detectFormat(object.get());
    return format.isEmpty() ? new Retry() : write(object.get(), format.get(), row, trigger);
  }

  /**
   * Whether nothing has to be written: the row says what the store reports, and has an owner unless
   * the object names none.
   */
  private boolean needsNothing(RowSnapshot row, StoredObject object) {
    return row.agreesWith(object) && (row.hasOwner() || metadataCodec.read(object).isEmpty());
  }

  /** Returns empty if the object changed while it was read. */
  private Optional<MediaFormat> detectFormat(StoredObject object) {
    return object.size() == 0
        ? Optional.of(EMPTY_FILE)
        : store.firstBytes(object, Sniffer.SAMPLE_SIZE).map(sniffer::sniff);
  }

  private SyncAttempt write(
      StoredObject object, MediaFormat format, Optional<RowSnapshot> row, SyncTrigger trigger) {
    try {
      var attempt = transactions.recordPresent(object, format, row, trigger);
      if (attempt instanceof MarkerNeeded) {
        var deleteAfter = markers.find(object.key());
        return transactions.recordWithMarker(object, format, deleteAfter, trigger);
      }
      if (attempt instanceof UnderTombstone tombstone) {
        store.remove(object.key());
        transactions.recordRemoval(object, tombstone.id());
        return SyncAttempt.withoutVideo(SyncChange.REMOVED);
      }
      return attempt;
    } catch (ConstraintViolationException e) {
      // If two attempts insert a row for the same key, the unique index accepts one of them.
      if (e.getKind() == ConstraintViolationException.ConstraintKind.UNIQUE) {
        return new Retry();
      }
      throw e;
    }
  }
}

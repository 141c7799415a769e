package dev.slipway.catalogue.sync;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.VideoView;
import dev.slipway.media.MediaFormat;
import dev.slipway.media.Sniffer;
import dev.slipway.observability.LogFields;
import dev.slipway.observability.Spans;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoredObject;
import dev.slipway.web.LogText;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;

/**
 * The one place where 'look at this key' becomes a row. It may be said by anybody, in any order,
 * any number of times: each look reads the row, asks the store, and writes only where the row is
 * still as it was, else looks again. No transaction is open while the store is asked.
 */
@ApplicationScoped
public class CatalogueSync {
  /** Looks get in each other's way only while one object arrives; each round, one of them wins. */
  private static final int MAX_ATTEMPTS = 10;

  private final ObjectStore store;
  private final Sniffer sniffer;
  private final CatalogueWriter writer;
  private final Spans spans;

  CatalogueSync(ObjectStore store, Sniffer sniffer, CatalogueWriter records, Spans spans) {
    this.store = store;
    this.sniffer = sniffer;
    this.writer = records;
    this.spans = spans;
  }

  /**
   * Brings the row of a key in line with the store.
   *
   * @return the video, or empty where the store has no such object
   * @throws dev.slipway.storage.StoreUnavailableException where the store can't be asked
   */
  public Optional<VideoView> sync(ObjectKey key, SyncTrigger signal) {
    return Optional.ofNullable(syncAndReport(key, signal).video());
  }

  /** The same, and tells what it changed. */
  public SyncResult syncAndReport(ObjectKey key, SyncTrigger signal) {
    var id = key.sourceId().map(RandomId::value);
    try (var fields =
        LogFields.of(LogFields.OBJECT, key.value()).and(LogFields.UPLOAD, id.orElse(null))) {
      return spans.inSpan(
          "look", SpanKind.INTERNAL, attributes(id, signal), () -> syncUntilStable(key, signal));
    }
  }

  /** Whether the row of a key and the store say the same. Changes nothing. */
  public boolean isInSync(ObjectKey key) {
    var seen = writer.findCurrent(key);
    var object = store.head(key);
    return object
        .map(stored -> seen.filter(row -> row.agreesWith(stored)).isPresent())
        .orElseGet(() -> seen.filter(RowSnapshot::objectPresent).isEmpty());
  }

  private SyncResult syncUntilStable(ObjectKey key, SyncTrigger signal) {
    for (var look = 0; look < MAX_ATTEMPTS; look++) {
      var result = attempt(key, signal);
      if (result.isFinal()) {
        return result.result();
      }
    }
    throw new IllegalStateException("The object keeps changing: " + LogText.of(key.value()));
  }

  private static Map<String, String> attributes(Optional<String> id, SyncTrigger signal) {
    var told = Map.of("slipway.signal", signal.lowerCaseName());
    return id.map(ours -> Map.of(Spans.UPLOAD_ID, ours, "slipway.signal", signal.lowerCaseName()))
        .orElse(told);
  }

  private SyncAttempt attempt(ObjectKey key, SyncTrigger signal) {
    var seen = writer.findCurrent(key);
    var object = store.head(key);
    if (object.isEmpty()) {
      return writer.writeAbsent(key, seen);
    }
    if (seen.isPresent() && seen.get().agreesWith(object.get())) {
      return SyncAttempt.of(seen.get().view(), SyncChange.NOTHING);
    }
    var format = formatOf(object.get());
    return format.isEmpty() ? SyncAttempt.RETRY : write(object.get(), format.get(), seen, signal);
  }

  private SyncAttempt write(
      StoredObject object, MediaFormat format, Optional<RowSnapshot> seen, SyncTrigger signal) {
    try {
      var look = writer.writePresent(object, format, seen, signal);
      if (look.isUnderTombstone()) {
        store.remove(object.key());
        writer.recordRemoval(object, look.tombstone());
        return SyncAttempt.withoutVideo(SyncChange.REMOVED);
      }
      return look;
    } catch (ConstraintViolationException e) {
      // Two looks insert the same key: the unique index lets one through, and the other looks
      // again.
      if (e.getKind() == ConstraintViolationException.ConstraintKind.UNIQUE) {
        return SyncAttempt.RETRY;
      }
      throw e;
    }
  }

  /** Empty where the object changed while it was read. */
  private Optional<MediaFormat> formatOf(StoredObject object) {
    if (object.size() == 0) {
      return Optional.of(new MediaFormat("application/x-empty", null));
    }
    return store.firstBytes(object, Sniffer.SAMPLE_SIZE).map(sniffer::sniff);
  }
}

package dev.slipway.catalogue;

import dev.slipway.media.MediaFormat;
import dev.slipway.media.Sniffer;
import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoredObject;
import dev.slipway.web.LogFields;
import dev.slipway.web.LogText;
import dev.slipway.web.Spans;
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
public class Arrivals {
  /** Looks get in each other's way only while one object arrives; each round, one of them wins. */
  private static final int LOOKS = 10;

  private final ObjectStore store;
  private final Sniffer sniffer;
  private final ArrivalRecords records;
  private final Spans spans;

  Arrivals(ObjectStore store, Sniffer sniffer, ArrivalRecords records, Spans spans) {
    this.store = store;
    this.sniffer = sniffer;
    this.records = records;
    this.spans = spans;
  }

  /**
   * Brings the row of a key in line with the store.
   *
   * @return the video, or empty where the store has no such object
   * @throws dev.slipway.storage.StoreUnavailableException where the store can't be asked
   */
  public Optional<VideoView> look(ObjectKey key, Signal signal) {
    return Optional.ofNullable(settle(key, signal).video());
  }

  /** The same, and tells what it changed. */
  public Arrival settle(ObjectKey key, Signal signal) {
    var id = key.sourceId().map(ObjectId::value);
    try (var fields =
        LogFields.of(LogFields.OBJECT, key.value()).and(LogFields.UPLOAD, id.orElse(null))) {
      return spans.of("look", SpanKind.INTERNAL, attributes(id, signal), () -> looks(key, signal));
    }
  }

  /** Whether the row of a key and the store say the same. Changes nothing. */
  public boolean agree(ObjectKey key) {
    var seen = records.current(key);
    var object = store.head(key);
    return object
        .map(stored -> seen.filter(row -> row.agreesWith(stored)).isPresent())
        .orElseGet(() -> seen.filter(Seen::describedObjectIsThere).isEmpty());
  }

  private Arrival looks(ObjectKey key, Signal signal) {
    for (var look = 0; look < LOOKS; look++) {
      var result = lookOnce(key, signal);
      if (result.isSettled()) {
        return result.arrival();
      }
    }
    throw new IllegalStateException("The object keeps changing: " + LogText.of(key.value()));
  }

  private static Map<String, String> attributes(Optional<String> id, Signal signal) {
    var told = Map.of("slipway.signal", signal.word());
    return id.map(ours -> Map.of(Spans.UPLOAD, ours, "slipway.signal", signal.word())).orElse(told);
  }

  private Look lookOnce(ObjectKey key, Signal signal) {
    var seen = records.current(key);
    var object = store.head(key);
    if (object.isEmpty()) {
      return records.absent(key, seen);
    }
    if (seen.isPresent() && seen.get().agreesWith(object.get())) {
      return Look.at(seen.get().view(), Change.NOTHING);
    }
    var format = formatOf(object.get());
    return format.isEmpty() ? Look.AGAIN : write(object.get(), format.get(), seen, signal);
  }

  private Look write(StoredObject object, MediaFormat format, Optional<Seen> seen, Signal signal) {
    try {
      var look = records.arrived(object, format, seen, signal);
      if (look.isUnwanted()) {
        store.remove(object.key());
        records.removed(object, look.tombstone());
        return Look.nothing(Change.REMOVED);
      }
      return look;
    } catch (ConstraintViolationException e) {
      // Two looks insert the same key: the unique index lets one through, and the other looks
      // again.
      if (e.getKind() == ConstraintViolationException.ConstraintKind.UNIQUE) {
        return Look.AGAIN;
      }
      throw e;
    }
  }

  /** Empty where the object changed while it was read. */
  private Optional<MediaFormat> formatOf(StoredObject object) {
    if (object.size() == 0) {
      return Optional.of(new MediaFormat("application/x-empty", null));
    }
    return store.firstBytes(object, Sniffer.BYTES).map(sniffer::sniff);
  }
}

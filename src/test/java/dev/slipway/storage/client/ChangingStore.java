package dev.slipway.storage.client;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoredObject;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The configured store, in which something changes once between two requests. */
public final class ChangingStore {
  private static final Runnable NOTHING = () -> {};

  private ChangingStore() {}

  public static ObjectStore afterHead(StoreConfig config, Runnable change) {
    return of(config, change, NOTHING);
  }

  public static ObjectStore afterFirstBytes(StoreConfig config, Runnable change) {
    return of(config, NOTHING, change);
  }

  private static ObjectStore of(StoreConfig config, Runnable afterHead, Runnable afterFirstBytes) {
    var headChange = new AtomicReference<>(afterHead);
    var readChange = new AtomicReference<>(afterFirstBytes);
    return new S3ObjectStore(config, StoreConnections.to(config), Clock.systemUTC()) {
      @Override
      public Optional<StoredObject> head(ObjectKey key) {
        var answer = super.head(key);
        headChange.getAndSet(NOTHING).run();
        return answer;
      }

      @Override
      public Optional<byte[]> firstBytes(StoredObject object, int length) {
        var answer = super.firstBytes(object, length);
        readChange.getAndSet(NOTHING).run();
        return answer;
      }
    };
  }
}

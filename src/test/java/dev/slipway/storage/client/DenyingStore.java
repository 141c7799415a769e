package dev.slipway.storage.client;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreDeniedException;
import dev.slipway.storage.StoredObject;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/** The configured store, which denies requests about some objects. */
public final class DenyingStore {
  private DenyingStore() {}

  public static ObjectStore of(StoreConfig config, Predicate<ObjectKey> denied) {
    return new S3ObjectStore(config, StoreConnections.to(config), Clock.systemUTC()) {
      @Override
      public Optional<StoredObject> head(ObjectKey key) {
        if (denied.test(key)) {
          throw new StoreDeniedException();
        }
        return super.head(key);
      }
    };
  }
}

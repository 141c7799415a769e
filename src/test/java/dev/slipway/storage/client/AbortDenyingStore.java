package dev.slipway.storage.client;

import dev.slipway.storage.MultipartOptions;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreDeniedException;
import java.time.Clock;
import java.util.function.Predicate;

/** The configured store, which denies to abort some multipart uploads. */
public final class AbortDenyingStore extends S3MultipartStore {
  private final Predicate<ObjectKey> denied;
  private volatile String lastCreated;

  private AbortDenyingStore(
      StoreConfig config, StoreConnection connection, Predicate<ObjectKey> denied) {
    super(
        config,
        connection,
        new S3ObjectStore(config, connection, Clock.systemUTC()),
        Clock.systemUTC());
    this.denied = denied;
  }

  public static AbortDenyingStore of(StoreConfig config, Predicate<ObjectKey> denied) {
    return new AbortDenyingStore(config, StoreConnections.to(config), denied);
  }

  /** The id of the upload that was created last. */
  public String lastCreated() {
    return lastCreated;
  }

  @Override
  public String create(ObjectKey key, MultipartOptions options) {
    lastCreated = super.create(key, options);
    return lastCreated;
  }

  @Override
  public void abort(ObjectKey key, String uploadId) {
    if (denied.test(key)) {
      throw new StoreDeniedException();
    }
    super.abort(key, uploadId);
  }
}

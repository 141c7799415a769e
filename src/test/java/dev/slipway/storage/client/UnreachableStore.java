package dev.slipway.storage.client;

import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.OtherStoreConfig;
import dev.slipway.storage.StoreConfig;
import java.time.Clock;

/** A store at an address where nothing answers. */
public final class UnreachableStore {
  /** Nothing listens on port 1. */
  public static final String ADDRESS = "http://127.0.0.1:1";

  private UnreachableStore() {}

  public static MultipartStore multipartStore(StoreConfig config) {
    return reachableAgain(config(config));
  }

  public static DerivedStore derivedStore(StoreConfig config) {
    return derivedStoreReachableAgain(config(config));
  }

  /** The configured derived store, after it was unreachable. */
  public static DerivedStore derivedStoreReachableAgain(StoreConfig config) {
    return new S3DerivedStore(config.derivedBucket(), StoreConnections.to(config));
  }

  /** The configured store at another address, so it is not the embedded one. */
  public static OtherStoreConfig config(StoreConfig config) {
    return OtherStoreConfig.at(config, ADDRESS);
  }

  /** The configured store, after it was unreachable. */
  public static MultipartStore reachableAgain(StoreConfig config) {
    var connection = StoreConnections.to(config);
    return new S3MultipartStore(
        config,
        connection,
        new S3ObjectStore(config, connection, Clock.systemUTC()),
        Clock.systemUTC());
  }
}

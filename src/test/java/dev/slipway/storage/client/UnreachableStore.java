package dev.slipway.storage.client;

import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.OtherStoreConfig;
import dev.slipway.storage.StoreConfig;
import java.time.Clock;

/** The store as it is when nothing answers at its address. */
public final class UnreachableStore {
  /** Nothing listens on port 1. */
  static final String ADDRESS = "http://127.0.0.1:1";

  private UnreachableStore() {}

  public static MultipartStore multipartStore(StoreConfig config) {
    return reachableAgain(OtherStoreConfig.at(config, ADDRESS));
  }

  /** Settings of a store that is not the embedded one. */
  public static StoreConfig config(StoreConfig config) {
    return OtherStoreConfig.at(config, ADDRESS);
  }

  /** The store as it is when it is back. */
  public static MultipartStore reachableAgain(StoreConfig config) {
    var connection = new StoreConnection(config);
    return new MultipartStore(
        config, connection, new ObjectStore(config, connection), Clock.systemUTC());
  }
}

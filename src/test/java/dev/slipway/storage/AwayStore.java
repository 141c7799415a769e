package dev.slipway.storage;

import java.time.Clock;

/** The store as it is when nothing answers at its address. */
public final class AwayStore {
  /** Nothing listens on port 1. */
  static final String NOWHERE = "http://127.0.0.1:1";

  private AwayStore() {}

  public static MultipartStore multiparts(StoreConfig config) {
    return back(OtherStoreConfig.at(config, NOWHERE));
  }

  /** Settings of a store that is not the embedded one. */
  public static StoreConfig other(StoreConfig config) {
    return OtherStoreConfig.at(config, NOWHERE);
  }

  /** The store as it is when it is back. */
  public static MultipartStore back(StoreConfig config) {
    var connection = new StoreConnection(config);
    return new MultipartStore(
        config, connection, new ObjectStore(config, connection), Clock.systemUTC());
  }
}

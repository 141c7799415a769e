package dev.slipway.storage.client;

import dev.slipway.storage.StoreConfig;
import java.time.Clock;

/** Creates {@link RawStoreClient}s without a running application. */
public final class RawStoreClients {
  private RawStoreClients() {}

  public static RawStoreClient of(StoreConfig config) {
    return new RawStoreClient(config, StoreConnections.to(config), Clock.systemUTC());
  }
}

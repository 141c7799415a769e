package dev.slipway.storage;

import java.time.Clock;

/** What signs for stores other than the configured one. */
public final class Presigners {
  private Presigners() {}

  /** The configured store, as if it were Google's. */
  public static Presigner google(StoreConfig config) {
    var google = OtherStoreConfig.of(config, StoreKind.GOOGLE);
    return new Presigner(google, new StoreOrigin(google), Clock.systemUTC());
  }
}

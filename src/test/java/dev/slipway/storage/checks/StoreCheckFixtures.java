package dev.slipway.storage.checks;

import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.client.FaultyStore;
import dev.slipway.storage.client.RawStoreClient;
import dev.slipway.storage.signing.TestPresigners;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** What checks need to examine a store of a test. */
public final class StoreCheckFixtures {
  private StoreCheckFixtures() {}

  public static TestObjects testObjects(FaultyStore store) {
    return testObjects(store, Duration.ZERO);
  }

  /**
   * @param ahead how much later it is than by the clock of the store
   */
  static TestObjects testObjects(FaultyStore store, Duration ahead) {
    var clock = Clock.offset(Clock.systemUTC(), ahead);
    return new TestObjects(store.config(), store.rawClient(), new SecureRandom(), clock);
  }

  static TestObjects testObjects(StoreConfig config, RawStoreClient client) {
    return new TestObjects(config, client, new SecureRandom(), Clock.systemUTC());
  }

  static StoreRoutes routes(StoreConfig config, RawStoreClient client) {
    var presigner = TestPresigners.of(config, Clock.systemUTC());
    return new StoreRoutes(
        config, new StoreOrigin(config), presigner, client, testObjects(config, client));
  }
}

package dev.slipway.storage;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Store settings for tests without a running application. */
public final class StoreConfigs {
  private StoreConfigs() {}

  /** Settings of an S3 store at this address, with all defaults. */
  public static StoreConfig at(String endpoint) {
    return of(
        endpoint, Map.of("slipway.store.access-key", "key", "slipway.store.secret-key", "secret"));
  }

  public static StoreConfig of(String endpoint, Map<String, String> settings) {
    var all = new HashMap<>(settings);
    all.put("slipway.store.endpoint", endpoint);
    return new SmallRyeConfigBuilder()
        // For durations such as 10S.
        .addDiscoveredConverters()
        .withMapping(StoreConfig.class)
        .withSources(new PropertiesConfigSource(all, "settings", 300))
        .build()
        .getConfigMapping(StoreConfig.class);
  }
}

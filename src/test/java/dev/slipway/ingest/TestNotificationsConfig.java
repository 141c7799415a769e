package dev.slipway.ingest;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Reads {@link NotificationsConfig} from settings that a test chooses. */
public final class TestNotificationsConfig {
  private TestNotificationsConfig() {}

  /** All other settings have their defaults. */
  public static NotificationsConfig of(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        // For durations such as 30S
        .addDiscoveredConverters()
        .withMapping(NotificationsConfig.class)
        .withSources(new PropertiesConfigSource(settings, "settings", 300))
        .build()
        .getConfigMapping(NotificationsConfig.class);
  }

  /**
   * @param transports such as {@code webhook,kafka}
   */
  public static NotificationsConfig withTransports(String transports) {
    return of(Map.of("slipway.notifications.transport", transports));
  }
}

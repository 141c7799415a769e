package dev.slipway.catalogue.deletion;

import dev.slipway.catalogue.TrashConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The default settings of the trash with some changes, for tests. */
final class TrashSettings {
  private TrashSettings() {}

  /**
   * @param values by the names below {@code slipway.trash}
   */
  static TrashConfig with(Map<String, String> values) {
    var builder = new SmallRyeConfigBuilder().addDiscoveredConverters();
    values.forEach(
        (name, value) ->
            builder.withSources(
                new PropertiesConfigSource(
                    Map.of("slipway.trash." + name, value), "settings", 300)));
    return builder.withMapping(TrashConfig.class).build().getConfigMapping(TrashConfig.class);
  }
}

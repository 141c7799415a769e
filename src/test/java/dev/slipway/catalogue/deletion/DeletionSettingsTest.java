package dev.slipway.catalogue.deletion;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.catalogue.TrashConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeletionSettingsTest {
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(10);

  @Test
  void acceptsTheDefaults() {
    assertThatCode(() -> DeletionWorker.requireValid(settings(Map.of()), STORE_TIMEOUT))
        .doesNotThrowAnyException();
  }

  @Test
  void rejectsALeaseThatEndsDuringACallToTheStore() {
    var settings = settings(Map.of("slipway.trash.lease", "10S"));

    assertThatThrownBy(() -> DeletionWorker.requireValid(settings, STORE_TIMEOUT))
        .hasMessageContaining("SLIPWAY_TRASH_LEASE must be longer than SLIPWAY_STORE_TIMEOUT");
  }

  @Test
  void rejectsNegativeTimes() {
    for (var name : new String[] {"start-delay", "delete-url-grace"}) {
      var settings = settings(Map.of("slipway.trash." + name, "-1S"));

      assertThatThrownBy(() -> DeletionWorker.requireValid(settings, STORE_TIMEOUT))
          .hasMessageContaining("must not be negative");
    }
  }

  private static TrashConfig settings(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        // For durations such as 10S.
        .addDiscoveredConverters()
        .withMapping(TrashConfig.class)
        .withSources(new PropertiesConfigSource(values, "settings", 300))
        .build()
        .getConfigMapping(TrashConfig.class);
  }
}

package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedSettingsTest {
  @ParameterizedTest
  @CsvSource({
    // demo accounts, lab, store, whether the lab exists
    ", , , true",
    "false, , , true",
    "true, , , true",
    "true, false, , false",
    ", , http://store:9000, false",
    "false, , http://store:9000, false",
    "true, , http://store:9000, true",
    "false, true, http://store:9000, true",
  })
  void labExistsWhereBothServicesAreEmbeddedAndWithDemoAccounts(
      String demoAccounts, String lab, String store, boolean exists) {
    var values = new HashMap<String, String>();
    values.put("slipway.demo-accounts", demoAccounts);
    values.put("slipway.lab.enabled", lab);
    values.put("slipway.store.endpoint", store);
    values.values().removeIf(value -> value == null);
    var config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(values, "settings", 300))
            .build();

    var settings = EmbeddedSettings.from(config);

    assertThat(settings.hasLab()).isEqualTo(exists);
    // What is set for one start is cleared before the next one, with what people have configured.
    assertThat(settings.labProperties())
        .isEqualTo(
            lab == null ? Map.of("slipway.lab.enabled", Boolean.toString(exists)) : Map.of());
  }
}

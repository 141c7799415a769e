package dev.slipway.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Asvs;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoLoopbackConfigSourceFactoryTest {
  private static final String HOST = "quarkus.http.host";
  private static final String MANAGEMENT_HOST = "quarkus.management.host";

  @Test
  @Asvs("6.3.2")
  void bindsToLoopbackForEverySpellingOfTrue() {
    for (var on : new String[] {"true", "TRUE", "1", "yes", "on", "y"}) {
      var config = config(Map.of("slipway.demo-accounts", on));
      assertThat(config.getRawValue(HOST)).as(on).isEqualTo("127.0.0.1");
      assertThat(config.getRawValue(MANAGEMENT_HOST)).as(on).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void leavesHostUnsetWithoutDemoAccounts() {
    assertThat(config(Map.of("slipway.demo-accounts", "false")).getRawValue(HOST)).isNull();
    assertThat(config(Map.of()).getRawValue(HOST)).isNull();
  }

  @Test
  void keepsAnExplicitHost() {
    var settings = Map.of("slipway.demo-accounts", "true", HOST, "0.0.0.0");

    assertThat(config(settings).getRawValue(HOST)).isEqualTo("0.0.0.0");
    assertThat(config(settings).getRawValue(MANAGEMENT_HOST)).isNull();
  }

  private static SmallRyeConfig config(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(values, "test", 300))
        .withSources(new DemoLoopbackConfigSourceFactory())
        .build();
  }
}

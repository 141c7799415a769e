package dev.slipway.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.Asvs;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
  @TempDir Path directory;

  @Test
  @Asvs("13.3.1")
  void readsTheSecretWithoutTrailingLineBreak() throws Exception {
    var file = Files.writeString(directory.resolve("secret"), "s3cr3t\n");

    var config = config(Map.of("slipway.store.secret-key-file", file.toString()));

    assertThat(config.getValue("slipway.store.secret-key", String.class)).isEqualTo("s3cr3t");
  }

  @Test
  @Asvs("13.3.1")
  void namesTheMissingFile() {
    var missing = directory.resolve("missing").toString();

    assertThatThrownBy(() -> config(Map.of("slipway.notifications.token-file", missing)))
        .hasMessageContaining("slipway.notifications.token")
        .hasMessageContaining(missing);
  }

  @Test
  void keepsTheValueWithoutAFile() {
    var config = config(Map.of("slipway.store.secret-key", "plain"));

    assertThat(config.getValue("slipway.store.secret-key", String.class)).isEqualTo("plain");
  }

  private static SmallRyeConfig config(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(environment, "environment", 300))
        .withSources(new SecretFiles())
        .build();
  }
}

package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartBannerTest {
  private static final Map<String, String> SERVICES =
      Map.of(
          "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:5555/slipway",
          "slipway.store.endpoint", "http://127.0.0.1:7777",
          "slipway.store.public-endpoint", "http://127.0.0.1:6666");

  @Test
  void saysWhatToOpenAndHowToLogIn() {
    assertThat(banner(Map.of(), Map.of("slipway.demo-accounts", "true")))
        .contains("Open         http://localhost:8080\n")
        .contains("as creator with the password creator-demo")
        .contains("jdbc:postgresql://127.0.0.1:5555/slipway", "http://127.0.0.1:6666", "/data");
  }

  @Test
  void usesTheConfiguredPortAndPath() {
    var settings = Map.of("quarkus.http.port", "9999", "slipway.path-prefix", "/video");

    assertThat(banner(settings, Map.of("slipway.demo-accounts", "false")))
        .contains("Open         http://localhost:9999/video\n")
        .doesNotContain("creator-demo");
  }

  @Test
  void printsNoAddressBeforeTheSystemHasChosenAPort() {
    assertThat(banner(Map.of("quarkus.http.port", "0"), Map.of())).doesNotContain("Open ");
  }

  @Test
  void saysHowToConnectOverSftp() {
    assertThat(banner(Map.of(), Map.of("slipway.sftp.port", "2222")))
        .contains("sftp -P 2222 ACCOUNT@localhost");
    assertThat(banner(Map.of("slipway.sftp.port", "0"), Map.of())).doesNotContain("SFTP");
  }

  @Test
  void saysWhichSettingReplacesTheIncludedPrograms() {
    assertThat(
            banner(Map.of(), Map.of("slipway.media.programs-dir", "/data/media-programs/build-1")))
        .contains("ffprobe      included   (replace it: SLIPWAY_MEDIA_FFPROBE");
    assertThat(banner(Map.of(), Map.of())).doesNotContain("ffprobe");
  }

  private static String banner(Map<String, String> settings, Map<String, String> properties) {
    var config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withSources(new PropertiesConfigSource(settings, "settings", 300))
            .build();
    var all = new HashMap<>(SERVICES);
    all.putAll(properties);
    return StartBanner.of(config, EmbeddedSettings.from(config), all, Path.of("/data"))
        .replace(System.lineSeparator(), "\n");
  }
}

package dev.slipway.embedded;

import dev.slipway.embedded.media.MediaBinaries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * What the program prints before the application starts: the address to open, what is embedded,
 * where its data is, and which setting replaces it.
 */
final class StartBanner {
  static final String SFTP_PORT = "slipway.sftp.port";
  private static final String RULE = "-".repeat(80);
  private static final int DEFAULT_PORT = 8080;

  private StartBanner() {}

  /**
   * @param properties those of the embedded services
   */
  static String of(
      Config config, EmbeddedSettings settings, Map<String, String> properties, Path directory) {
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add(RULE);
    lines.add("Slipway runs with EMBEDDED services, for evaluation and tests, NOT FOR PRODUCTION.");
    lines.add("");
    lines.addAll(opening(config, properties));
    if (settings.embedsPostgres()) {
      lines.add(
          "PostgreSQL   %s   (replace it: QUARKUS_DATASOURCE_JDBC_URL)"
              .formatted(properties.get("quarkus.datasource.jdbc.url")));
    }
    if (settings.store().isPresent()) {
      lines.add(
          "S3 store     %s   (replace it: SLIPWAY_STORE_ENDPOINT)"
              .formatted(properties.get(storeAddress(settings))));
    }
    sftpPort(config, properties)
        .ifPresent(
            port ->
                lines.add(
                    "SFTP         sftp -P %s ACCOUNT@localhost   (off: SLIPWAY_SFTP_PORT=0)"
                        .formatted(port)));
    if (properties.containsKey(MediaBinaries.DIRECTORY_SETTING)) {
      lines.add(
          "ffprobe      included   (replace it: SLIPWAY_MEDIA_FFPROBE, SLIPWAY_MEDIA_FFMPEG)");
    }
    lines.add("Data         " + directory + "   (SLIPWAY_EMBEDDED_DIR)");
    lines.add(RULE);
    return String.join(System.lineSeparator(), lines);
  }

  /** With the relay of the fault lab, the port for browsers is the one that stays the same. */
  private static String storeAddress(EmbeddedSettings settings) {
    return settings.publicEndpoint().isPresent()
        ? "slipway.store.endpoint"
        : "slipway.store.public-endpoint";
  }

  private static Optional<String> sftpPort(Config config, Map<String, String> properties) {
    return Optional.ofNullable(properties.get(SFTP_PORT))
        .or(() -> config.getOptionalValue(SFTP_PORT, String.class))
        .filter(port -> !port.equals("0"));
  }

  private static List<String> opening(Config config, Map<String, String> properties) {
    var lines = new ArrayList<String>();
    var port = config.getOptionalValue("quarkus.http.port", Integer.class).orElse(DEFAULT_PORT);
    // With port 0 the system chooses one; Quarkus prints it when it listens.
    if (port > 0) {
      var prefix = config.getOptionalValue("slipway.path-prefix", String.class).orElse("");
      lines.add("Open         http://localhost:%d%s".formatted(port, prefix));
    }
    if (Boolean.parseBoolean(properties.get("slipway.demo-accounts"))) {
      lines.add(
          "Log in       as creator with the password creator-demo, or as admin with admin-demo"
              + "   (off: SLIPWAY_DEMO_ACCOUNTS=false)");
    }
    return lines;
  }
}

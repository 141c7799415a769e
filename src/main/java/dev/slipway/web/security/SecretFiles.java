package dev.slipway.web.security;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Reads secret settings from the files that {@code <NAME>_FILE} names, which is how Docker and
 * Kubernetes provide secrets. Trailing line breaks are ignored. If both the setting and its file
 * are given, the file wins.
 */
public class SecretFiles implements ConfigSourceFactory {
  private static final List<String> SECRETS =
      List.of(
          "slipway.store.access-key",
          "slipway.store.secret-key",
          "slipway.metadata.key",
          "slipway.metadata.previous-keys",
          "slipway.notifications.token",
          "slipway.admin.password",
          "slipway.oidc.client-secret",
          "slipway.sftp.host-key",
          "slipway.lab.relay.token",
          "quarkus.datasource.username",
          "quarkus.datasource.password",
          "kafka.sasl.jaas.config");

  /** Above environment variables (300), below system properties (400). */
  private static final int ORDINAL = 350;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    Map<String, String> values = new HashMap<>();
    for (var secret : SECRETS) {
      var file = context.getValue(secret + "-file");
      if (file != null && file.getValue() != null) {
        values.put(secret, read(secret, Path.of(file.getValue())));
      }
    }
    return List.of(new PropertiesConfigSource(values, "secret files", ORDINAL));
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(ORDINAL);
  }

  private static String read(String secret, Path file) {
    try {
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read the file for %s: %s. Check that it exists and is readable."
              .formatted(secret, file),
          e);
    }
  }
}

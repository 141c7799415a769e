package dev.slipway.embedded;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * PostgreSQL and the store for tests of the whole application, in a directory that is removed
 * afterwards. Tests find keys and endpoint in the configuration, and the directory, for {@link
 * EventPause}, under {@code slipway.embedded.dir}.
 */
public final class EmbeddedServicesResource implements QuarkusTestResourceLifecycleManager {
  public static final String TOKEN = "test-token";

  /** Unpacking takes a second, so the programs stay until {@code clean}. */
  static final Path POSTGRES_BINARIES = Path.of("target", "postgres-programs").toAbsolutePath();

  private Path directory;
  private EmbeddedServices parts;

  @Override
  public Map<String, String> start() {
    try {
      directory = Files.createTempDirectory("slipway-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    parts =
        EmbeddedServices.start(allServices(directory), ApplicationPort::webhook, POSTGRES_BINARIES);
    var configuration = new HashMap<>(parts.properties());
    configuration.put("slipway.embedded.dir", parts.directory().root().toString());
    return configuration;
  }

  @Override
  public void stop() {
    if (parts != null) {
      parts.close();
    }
    try {
      Directories.deleteRecursively(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Both parts on any port, with the token of tests. */
  static EmbeddedSettings allServices(Path directory) {
    return new EmbeddedSettings(
        directory,
        true,
        OptionalInt.empty(),
        Optional.of(store()),
        Optional.of(TOKEN),
        Optional.empty(),
        Optional.empty());
  }

  static StoreSettings store() {
    return new StoreSettings(OptionalInt.empty(), "us-east-1", "slipway-videos", "slipway-derived");
  }
}

package dev.slipway.embedded;

import dev.slipway.testing.Program;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the parts that are not configured in a JVM of their own, until its input ends. In the
 * application's JVM the store's work would count as the application's, and they could not be killed
 * apart. Data for which no directory is chosen goes with it.
 */
public final class EmbeddedServicesMain {
  public static final String STARTED = "STARTED";

  private static final String DIRECTORY = "slipway.embedded.dir";

  private EmbeddedServicesMain() {}

  /** In the data of a directory, for tests that kill it. */
  static Program start(Path directory) {
    return Program.of(
        EmbeddedServicesMain.class,
        Map.of("SLIPWAY_EMBEDDED_DIR", directory.toString()),
        "http://127.0.0.1:9/notifications/s3");
  }

  /**
   * Prints the properties that lead an application to the parts.
   *
   * @param arguments where the store's events go
   */
  public static void main(String... arguments) throws IOException {
    var webhook = Optional.of(URI.create(arguments[0]));
    var passing = passingDirectory();
    var settings = EmbeddedSettings.from(ConfigUtils.configBuilder().build());
    var parts = startOrEnd(settings, webhook);
    // Whoever started it sends a signal where stopping PostgreSQL takes long.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(parts, passing)));
    parts.properties().forEach((name, value) -> System.out.println(name + "=" + value));
    System.out.println(STARTED);
    while (System.in.read() >= 0) {
      continue;
    }
    System.exit(0);
  }

  private static EmbeddedServices startOrEnd(EmbeddedSettings settings, Optional<URI> webhook) {
    try {
      return EmbeddedServices.start(
          settings, () -> webhook, EmbeddedServicesResource.POSTGRES_BINARIES);
    } catch (CannotStartException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      throw e;
    }
  }

  private static Optional<Path> passingDirectory() throws IOException {
    if (ConfigUtils.configBuilder().build().getOptionalValue(DIRECTORY, Path.class).isPresent()) {
      return Optional.empty();
    }
    var directory = Files.createTempDirectory("slipway-parts");
    System.setProperty(DIRECTORY, directory.toString());
    return Optional.of(directory);
  }

  private static void end(EmbeddedServices parts, Optional<Path> passing) {
    parts.close();
    try {
      if (passing.isPresent()) {
        Directories.deleteRecursively(passing.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

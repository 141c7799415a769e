package dev.slipway.embedded;

import dev.slipway.embedded.media.IncludedPrograms;
import dev.slipway.embedded.media.MediaBinaries;
import dev.slipway.testing.ExternalProgram;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.jboss.logmanager.LogContext;

/**
 * Runs the services that are not configured in a JVM of their own, until its standard input ends.
 * In the application's JVM, the store's work would count as the application's, and the two could
 * not be killed separately. Without a configured directory, the data is deleted at the end.
 */
public final class EmbeddedServicesMain {
  public static final String STARTED = "STARTED";

  private static final String DIRECTORY = "slipway.embedded.dir";

  private EmbeddedServicesMain() {}

  /** Starts it with the data of a directory, for tests that kill it. */
  static ExternalProgram start(Path directory) {
    return ExternalProgram.of(
        EmbeddedServicesMain.class,
        Map.of("SLIPWAY_EMBEDDED_DIR", directory.toString()),
        "http://127.0.0.1:9/notifications/s3");
  }

  /**
   * Starts the services, and prints the properties with which an application uses them.
   *
   * @param arguments the URL to which the store sends its events
   */
  public static void main(String... arguments) throws IOException {
    // Only Quarkus sets a level. Without one, Jetty formats a text for each step of a connection.
    LogContext.getLogContext().getLogger("").setLevel(Level.WARNING);
    var webhook = Optional.of(URI.create(arguments[0]));
    var temporary = temporaryDirectory();
    // Tests and benchmarks have proxies of their own, or measure without one.
    var settings = EmbeddedSettings.from(ConfigUtils.configBuilder().build()).withoutLab();
    var services = startOrExit(settings, webhook);
    // The process that started it sends a signal if stopping PostgreSQL takes long.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(services, temporary)));
    services.properties().forEach((name, value) -> System.out.println(name + "=" + value));
    System.out.println(
        MediaBinaries.DIRECTORY_SETTING + "=" + IncludedPrograms.directory().toString());
    System.out.println(STARTED);
    while (System.in.read() >= 0) {
      continue;
    }
    System.exit(0);
  }

  private static EmbeddedServices startOrExit(EmbeddedSettings settings, Optional<URI> webhook) {
    try {
      return EmbeddedServices.start(
          settings, () -> webhook, EmbeddedServicesResource.POSTGRES_BINARIES);
    } catch (CannotStartException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      throw e;
    }
  }

  private static Optional<Path> temporaryDirectory() throws IOException {
    if (ConfigUtils.configBuilder().build().getOptionalValue(DIRECTORY, Path.class).isPresent()) {
      return Optional.empty();
    }
    var directory = Files.createTempDirectory("slipway-services");
    System.setProperty(DIRECTORY, directory.toString());
    return Optional.of(directory);
  }

  private static void stop(EmbeddedServices services, Optional<Path> temporary) {
    services.close();
    try {
      if (temporary.isPresent()) {
        Directories.deleteRecursively(temporary.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

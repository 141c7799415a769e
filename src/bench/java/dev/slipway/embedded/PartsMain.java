package dev.slipway.embedded;

import io.quarkus.runtime.configuration.ConfigUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Runs the parts that are not configured in a JVM of their own, until its input ends, on data that
 * goes with it. In the application's JVM the store's work would count as the application's.
 */
public final class PartsMain {
  public static final String STARTED = "STARTED";

  private PartsMain() {}

  /**
   * Prints the properties that lead an application to the parts.
   *
   * @param arguments where the store's events go
   */
  public static void main(String... arguments) throws IOException {
    var directory = Files.createTempDirectory("slipway-benchmark");
    System.setProperty("slipway.embedded.dir", directory.toString());
    var settings = EmbeddedSettings.from(ConfigUtils.configBuilder().build());
    var webhook = Optional.of(URI.create(arguments[0]));
    try (var parts = EmbeddedParts.start(settings, () -> webhook)) {
      parts.properties().forEach((name, value) -> System.out.println(name + "=" + value));
      System.out.println(STARTED);
      while (System.in.read() >= 0) {
        continue;
      }
    } finally {
      Directories.delete(directory);
    }
  }
}

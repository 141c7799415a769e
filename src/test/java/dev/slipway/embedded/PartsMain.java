package dev.slipway.embedded;

import io.quarkus.runtime.configuration.ConfigUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs the parts that are not configured in a JVM of their own, until its input ends. In the
 * application's JVM the store's work would count as the application's, and they could not be killed
 * apart. Data for which no directory is chosen goes with it.
 */
public final class PartsMain {
  public static final String STARTED = "STARTED";

  private static final String DIRECTORY = "slipway.embedded.dir";

  private PartsMain() {}

  /**
   * Prints the properties that lead an application to the parts.
   *
   * @param arguments where the store's events go
   */
  public static void main(String... arguments) throws IOException {
    var webhook = URI.create(arguments[0]);
    if (ConfigUtils.configBuilder().build().getOptionalValue(DIRECTORY, Path.class).isPresent()) {
      run(webhook);
      return;
    }
    var directory = Files.createTempDirectory("slipway-parts");
    System.setProperty(DIRECTORY, directory.toString());
    try {
      run(webhook);
    } finally {
      Directories.delete(directory);
    }
  }

  private static void run(URI webhook) throws IOException {
    var settings = EmbeddedSettings.from(ConfigUtils.configBuilder().build());
    try (var parts =
        EmbeddedParts.start(settings, () -> Optional.of(webhook), EmbeddedPartsResource.PROGRAMS)) {
      parts.properties().forEach((name, value) -> System.out.println(name + "=" + value));
      System.out.println(STARTED);
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }
}

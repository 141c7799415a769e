package dev.slipway.embedded;

import dev.slipway.embedded.media.MediaBinaries;
import dev.slipway.embedded.sftp.SftpDefaults;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.Config;

/**
 * Starts an embedded service for each one that is not configured, then the application, and closes
 * the services afterwards. System properties tell the application where the services are.
 */
@QuarkusMain(name = "embedded")
public final class EmbeddedMain {
  /**
   * A string literal is one object for the whole JVM. In development mode a reload calls {@link
   * #main} again under another class loader, possibly before the previous run has closed its
   * services, and must wait for it.
   */
  private static final String RUN_LOCK = "dev.slipway.embedded.EmbeddedMain";

  private static final String WEBHOOK_NETWORKS = "slipway.webhooks.private-networks";
  private static final String SFTP_KEY = "slipway.sftp.host-key";

  EmbeddedMain() {}

  public static void main(String... args) {
    // As without embedded services.
    Locale.setDefault(Locale.ENGLISH);
    int exitCode;
    synchronized (RUN_LOCK) {
      exitCode = run(args);
    }
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  private static int run(String[] args) {
    // Quarkus's configuration doesn't exist yet; this one has the same sources and profile.
    var config = ConfigUtils.configBuilder().build();
    var settings = EmbeddedSettings.from(config);
    var programs =
        CompletableFuture.supplyAsync(
            () -> MediaBinaries.unpackUnlessConfigured(config, settings.directory()));
    try (var application = new ApplicationRunner()) {
      return settings.embedsNothing()
          ? runWithPrograms(application, programs.join(), args)
          : runWithServices(application, config, settings, programs, args);
    } catch (CannotStartException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static int runWithPrograms(
      ApplicationRunner application, Map<String, String> programs, String[] args) {
    try (var system = SystemProperties.set(programs)) {
      return application.run(args);
    }
  }

  /**
   * @param programs the setting of the included programs, which are unpacked while services start
   */
  private static int runWithServices(
      ApplicationRunner application,
      Config config,
      EmbeddedSettings settings,
      CompletableFuture<Map<String, String>> programs,
      String[] args) {
    try (var services = EmbeddedServices.start(settings, ApplicationAddress::webhook)) {
      var properties = new HashMap<>(services.properties());
      properties.putAll(programs.join());
      properties.putAll(sftpProperties(config, settings, services.directory()));
      properties.putAll(webhookProperties(config, settings));
      properties.putAll(settings.labProperties());
      try (var system = SystemProperties.set(properties)) {
        System.out.println(
            StartBanner.of(config, settings, properties, services.directory().root()));
        return application.run(args);
      }
    }
  }

  /**
   * The settings of the SFTP server that are missing. There are none if no server is wanted. The
   * key is kept, so clients recognise the server after a restart.
   */
  private static Map<String, String> sftpProperties(
      Config config, EmbeddedSettings settings, DataDirectory directory) {
    var port = config.getOptionalValue(StartBanner.SFTP_PORT, Integer.class);
    if (port.isEmpty() && !settings.embedsEverything()
        || port.filter(off -> off == 0).isPresent()) {
      return Map.of();
    }
    var properties = new HashMap<String, String>();
    if (port.isEmpty()) {
      var found = SftpDefaults.findPort(SftpDefaults.PORT);
      properties.put(StartBanner.SFTP_PORT, Integer.toString(found));
    }
    if (config.getOptionalValue(SFTP_KEY, String.class).isEmpty()
        && config.getOptionalValue(SFTP_KEY + "-file", String.class).isEmpty()) {
      properties.put(SFTP_KEY, directory.secret("sftp-host-key", SftpDefaults::newHostKey));
    }
    return properties;
  }

  /** The first receiver of webhooks that people try is on the same machine. */
  private static Map<String, String> webhookProperties(Config config, EmbeddedSettings settings) {
    var isSet = config.getOptionalValue(WEBHOOK_NETWORKS, String.class).isPresent();
    return isSet || !settings.embedsEverything() ? Map.of() : Map.of(WEBHOOK_NETWORKS, "true");
  }

  /** Properties that are set while the services run, so the next start finds none of them. */
  private record SystemProperties(List<String> names) implements AutoCloseable {
    static SystemProperties set(Map<String, String> properties) {
      properties.forEach(System::setProperty);
      return new SystemProperties(List.copyOf(properties.keySet()));
    }

    @Override
    public void close() {
      names.forEach(System::clearProperty);
    }
  }
}

package dev.slipway.embedded;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts an embedded service for each one that is not configured, then the application, and closes
 * the services afterwards. System properties tell the application where the services are.
 */
@QuarkusMain
public final class EmbeddedMain {
  /**
   * A string literal is one object for the whole JVM. In development mode a reload calls {@link
   * #main} again under another class loader, possibly before the previous run has closed its
   * services, and must wait for it.
   */
  private static final String RUN_LOCK = "dev.slipway.embedded.EmbeddedMain";

  private static final String BANNER_LINE = "-".repeat(80);

  EmbeddedMain() {}

  public static void main(String... args) {
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
    var settings = EmbeddedSettings.from(ConfigUtils.configBuilder().build());
    try (var application = new ApplicationRunner()) {
      return settings.embedsNothing()
          ? application.run(args)
          : runWithServices(application, settings, args);
    } catch (CannotStartException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static int runWithServices(
      ApplicationRunner application, EmbeddedSettings settings, String[] args) {
    try (var services = EmbeddedServices.start(settings, ApplicationPort::webhook);
        var properties = SystemProperties.set(services.properties())) {
      System.out.println(banner(settings, services));
      return application.run(args);
    }
  }

  /** Warns what is embedded, and says where its data is and which setting replaces it. */
  private static String banner(EmbeddedSettings settings, EmbeddedServices services) {
    var properties = services.properties();
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add(BANNER_LINE);
    lines.add("Slipway runs with EMBEDDED services, for evaluation and tests, NOT FOR PRODUCTION.");
    lines.add("");
    if (settings.embedsPostgres()) {
      lines.add(
          "PostgreSQL   %s   (replace it: QUARKUS_DATASOURCE_JDBC_URL)"
              .formatted(properties.get("quarkus.datasource.jdbc.url")));
    }
    if (settings.store().isPresent()) {
      lines.add(
          "S3 store     %s   (replace it: SLIPWAY_STORE_ENDPOINT)"
              .formatted(properties.get("slipway.store.endpoint")));
    }
    lines.add("Data         " + services.directory().root() + "   (SLIPWAY_EMBEDDED_DIR)");
    if (Boolean.parseBoolean(properties.get("slipway.demo-accounts"))) {
      lines.add(
          "Accounts     demo accounts with known passwords   (off: SLIPWAY_DEMO_ACCOUNTS=false)");
    }
    lines.add(BANNER_LINE);
    return String.join(System.lineSeparator(), lines);
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

package dev.slipway.embedded;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigUtils;

/**
 * Starts what is not configured, then the application, which is told where the parts are by system
 * properties; afterwards the parts are closed.
 */
@QuarkusMain
public final class EmbeddedMain {
  /**
   * A literal is one object for the whole JVM. In development mode a reload runs this again under
   * another class loader, maybe before the last run has closed its parts: it waits here.
   */
  private static final String ONE_AT_A_TIME = "dev.slipway.embedded.EmbeddedMain";

  EmbeddedMain() {}

  public static void main(String... args) {
    int exitCode;
    synchronized (ONE_AT_A_TIME) {
      exitCode = run(args);
    }
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  private static int run(String[] args) {
    // Quarkus's own configuration does not exist yet; this one has the same sources and profile.
    var settings = EmbeddedSettings.from(ConfigUtils.configBuilder().build());
    try (var application = new ApplicationRunner()) {
      return settings.embedsNothing() ? application.run(args) : run(application, settings, args);
    } catch (CannotStartException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static int run(ApplicationRunner application, EmbeddedSettings settings, String[] args) {
    try (var parts = EmbeddedServices.start(settings, ApplicationPort::webhook);
        var properties = SystemProperties.set(parts.properties())) {
      System.out.println(new StartupBanner(settings, parts.directory(), parts.properties()));
      return application.run(args);
    }
  }
}

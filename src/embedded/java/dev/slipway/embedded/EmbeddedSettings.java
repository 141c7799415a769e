package dev.slipway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.Config;

/**
 * Which services are embedded, and how.
 *
 * @param postgresPort empty for any free port
 * @param store empty when a real store is configured
 * @param token authenticates the store's events; empty for a random one
 * @param publicEndpoint the store's address for browsers, if it differs from the store's own
 * @param demoAccounts as configured; empty means only if both services are embedded
 * @param lab as configured; empty means if both services are embedded, and with demo accounts
 */
record EmbeddedSettings(
    Path directory,
    boolean embedsPostgres,
    OptionalInt postgresPort,
    Optional<Store> store,
    Optional<String> token,
    Optional<String> publicEndpoint,
    Optional<Boolean> demoAccounts,
    Optional<Boolean> lab) {

  private static final String LAB = "slipway.lab.enabled";

  /**
   * The settings of an embedded store.
   *
   * @param port empty for any free port, which is then kept for later starts
   */
  record Store(OptionalInt port, String region, String bucket, String derivedBucket) {
    /** The same at any free port, which is not kept. */
    Store atAnyPort() {
      return new Store(OptionalInt.of(0), region, bucket, derivedBucket);
    }
  }

  static EmbeddedSettings from(Config config) {
    var embedsPostgres = text(config, "quarkus.datasource.jdbc.url").isEmpty();
    var embedsStore = text(config, "slipway.store.endpoint").isEmpty();
    return new EmbeddedSettings(
        Path.of(text(config, "slipway.embedded.dir").orElse(".slipway")),
        embedsPostgres,
        number(config, "slipway.embedded.postgres-port"),
        embedsStore ? Optional.of(store(config)) : Optional.empty(),
        token(config),
        text(config, "slipway.store.public-endpoint"),
        config.getOptionalValue("slipway.demo-accounts", Boolean.class),
        config.getOptionalValue(LAB, Boolean.class));
  }

  /** Whether the lab exists, with the relay of its faults in front of the services. */
  boolean hasLab() {
    return lab.orElseGet(() -> embedsEverything() || demoAccounts.orElse(false));
  }

  /**
   * Whether the lab exists, because the application on its own knows only demo accounts. Empty if
   * it is configured: properties that are set for one start are cleared before the next one.
   */
  Map<String, String> labProperties() {
    return lab.isPresent() ? Map.of() : Map.of(LAB, Boolean.toString(hasLab()));
  }

  /** The same without the lab and its relay. */
  EmbeddedSettings withoutLab() {
    return new EmbeddedSettings(
        directory,
        embedsPostgres,
        postgresPort,
        store,
        token,
        publicEndpoint,
        demoAccounts,
        Optional.of(false));
  }

  boolean embedsNothing() {
    return !embedsPostgres && store.isEmpty();
  }

  boolean embedsEverything() {
    return embedsPostgres && store.isPresent();
  }

  private static Store store(Config config) {
    return new Store(
        number(config, "slipway.embedded.store-port"),
        text(config, "slipway.store.region").orElse("us-east-1"),
        text(config, "slipway.store.bucket").orElse("slipway-videos"),
        text(config, "slipway.store.derived-bucket").orElse("slipway-derived"));
  }

  private static Optional<String> token(Config config) {
    return text(config, "slipway.notifications.token")
        .or(() -> text(config, "slipway.notifications.token-file").map(EmbeddedSettings::read));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new CannotStartException(
          "Cannot read %s. Check SLIPWAY_NOTIFICATIONS_TOKEN_FILE.".formatted(file), e);
    }
  }

  private static OptionalInt number(Config config, String name) {
    return config
        .getOptionalValue(name, Integer.class)
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  private static Optional<String> text(Config config, String name) {
    return config.getOptionalValue(name, String.class);
  }
}

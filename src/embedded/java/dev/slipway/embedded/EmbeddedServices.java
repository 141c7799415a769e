package dev.slipway.embedded;

import dev.slipway.embedded.relay.EmbeddedRelay;
import dev.slipway.embedded.relay.ResourceStack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The running embedded services. They use one data directory, which is locked meanwhile. Closing
 * stops them in reverse order.
 */
final class EmbeddedServices implements AutoCloseable {
  private final EmbeddedSettings settings;
  private final DataDirectory directory;
  private final ResourceStack running = new ResourceStack();
  private final Map<String, String> properties = new LinkedHashMap<>();

  /** Null without the fault lab. */
  private EmbeddedRelay relay;

  private EmbeddedServices(EmbeddedSettings settings) {
    this.settings = settings;
    this.directory = new DataDirectory(settings.directory());
  }

  /**
   * Starts the services that are not configured.
   *
   * @param webhook where the store sends its events; empty until the application listens
   * @throws CannotStartException with one sentence that says what to do
   */
  static EmbeddedServices start(EmbeddedSettings settings, Supplier<Optional<URI>> webhook) {
    return start(settings, webhook, null);
  }

  /**
   * @param postgresBinaries where PostgreSQL is unpacked; null for the data directory
   */
  static EmbeddedServices start(
      EmbeddedSettings settings, Supplier<Optional<URI>> webhook, Path postgresBinaries) {
    var services = new EmbeddedServices(settings);
    try {
      services.start(webhook, postgresBinaries);
      return services;
    } catch (RuntimeException e) {
      services.close();
      throw e;
    }
  }

  DataDirectory directory() {
    return directory;
  }

  /** The configuration with which an application uses these services. */
  Map<String, String> properties() {
    return properties;
  }

  /** Stops all services, also if one of them fails to stop. */
  @Override
  public void close() {
    running.close();
  }

  private void start(Supplier<Optional<URI>> webhook, Path postgresBinaries) {
    running.push(directory.lock());
    var eventTarget = settings.hasLab() ? startRelay(webhook) : webhook;
    var postgres = CompletableFuture.runAsync(() -> startPostgres(postgresBinaries));
    try {
      settings.store().ifPresent(store -> startStore(store, eventTarget));
    } finally {
      await(postgres);
    }
    properties.putIfAbsent("slipway.demo-accounts", Boolean.toString(demoAccounts()));
  }

  /** Returns where the store sends its events. */
  private Supplier<Optional<URI>> startRelay(Supplier<Optional<URI>> webhook) {
    try {
      relay = EmbeddedRelay.start(Clock.systemUTC(), directory.secret("relay-token"), webhook);
    } catch (IOException e) {
      throw new CannotStartException("The relay of the fault lab doesn't start.", e);
    }
    add(relay, relay.properties());
    return relay::webhook;
  }

  private void startPostgres(Path binaries) {
    if (!settings.embedsPostgres()) {
      return;
    }
    var postgres =
        EmbeddedPostgres.start(
            directory,
            binaries == null ? directory.postgresBinaries() : binaries,
            settings.postgresPort());
    add(postgres, relayed(postgres.address().properties()));
  }

  private Map<String, String> relayed(Map<String, String> database) {
    try {
      return relay == null ? database : relay.relayDatabase(database);
    } catch (IOException e) {
      throw new CannotStartException("The relay of the database doesn't start.", e);
    }
  }

  private void startStore(EmbeddedSettings.Store settings, Supplier<Optional<URI>> webhook) {
    var token = this.settings.token().orElseGet(() -> directory.secret("notifications-token"));
    var events = new EventQueue(directory.events());
    var store =
        EmbeddedStore.start(directory, relay == null ? settings : settings.atAnyPort(), events);
    add(store, relayed(store.properties(), settings));
    this.settings.publicEndpoint().ifPresent(this::setPublicEndpoint);
    var sender =
        EventSender.start(
            events, new EventPause(directory.root()), EventSender.Webhook.of(webhook, token));
    add(sender, Map.of("slipway.notifications.token", token));
  }

  /** Browsers reach the relay at the port of the store. */
  private Map<String, String> relayed(Map<String, String> store, EmbeddedSettings.Store settings) {
    var port = new StorePort(directory, settings.port());
    try {
      return relay == null
          ? store
          : relay.relayStore(store, route -> port.open(route::openAt, Integer::intValue));
    } catch (IOException e) {
      throw new CannotStartException("The relay of the store doesn't start.", e);
    }
  }

  private synchronized void setPublicEndpoint(String endpoint) {
    properties.put("slipway.store.public-endpoint", endpoint);
  }

  private synchronized void add(AutoCloseable service, Map<String, String> itsProperties) {
    running.push(service);
    properties.putAll(itsProperties);
  }

  private boolean demoAccounts() {
    return settings.demoAccounts().orElse(settings.embedsEverything());
  }

  private static void await(CompletableFuture<?> service) {
    try {
      service.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}

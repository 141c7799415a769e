package dev.slipway.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The parts that are not configured, running on the data of one directory, which no other
 * application may use meanwhile. Closing stops them in reverse order.
 */
final class EmbeddedServices implements AutoCloseable {
  private final EmbeddedSettings settings;
  private final DataDirectory directory;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Map<String, String> properties = new LinkedHashMap<>();

  private EmbeddedServices(EmbeddedSettings settings) {
    this.settings = settings;
    this.directory = new DataDirectory(settings.directory());
  }

  /**
   * @param webhook where the store's events go, once the application listens
   * @throws CannotStartException with one sentence that says what to do
   */
  static EmbeddedServices start(EmbeddedSettings settings, Supplier<Optional<URI>> webhook) {
    return start(settings, webhook, null);
  }

  /**
   * @param programs where PostgreSQL's programs are unpacked; null for the data directory
   */
  static EmbeddedServices start(
      EmbeddedSettings settings, Supplier<Optional<URI>> webhook, Path programs) {
    var parts = new EmbeddedServices(settings);
    try {
      parts.start(webhook, programs);
      return parts;
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  DataDirectory directory() {
    return directory;
  }

  /** The configuration that leads the application to these parts. */
  Map<String, String> properties() {
    return properties;
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      close(running.pop());
    }
  }

  private void start(Supplier<Optional<URI>> webhook, Path programs) {
    running.push(DirectoryLock.acquire(directory.root()));
    var postgres = CompletableFuture.runAsync(() -> startPostgres(programs));
    try {
      settings.store().ifPresent(store -> startStore(store, webhook));
    } finally {
      await(postgres);
    }
    properties.putIfAbsent("slipway.demo-accounts", Boolean.toString(demoAccounts()));
  }

  private void startPostgres(Path programs) {
    if (!settings.postgres()) {
      return;
    }
    var where = programs == null ? directory.postgresPrograms() : programs;
    var postgres = EmbeddedPostgres.start(directory, where, settings.postgresPort());
    started(postgres, postgres.address().properties());
  }

  private void startStore(StoreSettings settings, Supplier<Optional<URI>> webhook) {
    var token = this.settings.token().orElseGet(() -> directory.secret("notifications-token"));
    var events = new EventQueue(directory.events());
    var store = EmbeddedStore.start(directory, settings, events);
    started(store, store.properties());
    this.settings.publicEndpoint().ifPresent(this::publish);
    var sender =
        EventSender.start(events, new EventPause(directory.root()), Webhook.to(webhook, token));
    started(sender, Map.of("slipway.notifications.token", token));
  }

  private synchronized void publish(String endpoint) {
    properties.put("slipway.store.public-endpoint", endpoint);
  }

  private synchronized void started(AutoCloseable part, Map<String, String> itsProperties) {
    running.push(part);
    properties.putAll(itsProperties);
  }

  private boolean demoAccounts() {
    return settings.demoAccounts().orElse(settings.postgres() && settings.store().isPresent());
  }

  private static void await(CompletableFuture<?> part) {
    try {
      part.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

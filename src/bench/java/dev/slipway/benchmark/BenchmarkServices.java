package dev.slipway.benchmark;

import dev.slipway.embedded.EmbeddedServicesMain;
import dev.slipway.testing.ExternalProgram;
import dev.slipway.testing.FreePort;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * PostgreSQL and a store for benchmarks: the configured ones, or embedded ones in a separate
 * process.
 */
public final class BenchmarkServices implements AutoCloseable {
  private final int webhookPort = chooseWebhookPort();
  private final Map<String, String> environment = new HashMap<>(System.getenv());
  private final ExternalProgram program;

  private BenchmarkServices() {
    var webhook = "http://127.0.0.1:%d/notifications/s3".formatted(webhookPort);
    program = ExternalProgram.of(EmbeddedServicesMain.class, Map.of(), webhook);
    environment.putIfAbsent("SLIPWAY_NOTIFICATIONS_TOKEN", "benchmark");
    program.readUntil(EmbeddedServicesMain.STARTED).forEach(this::addSetting);
    // The services print that demo accounts are disabled if PostgreSQL or the store is configured.
    environment.put("SLIPWAY_DEMO_ACCOUNTS", "true");
    // The files only begin like a video.
    environment.put("SLIPWAY_PROCESSING_ENABLED", "false");
  }

  public static BenchmarkServices start() {
    return new BenchmarkServices();
  }

  /** Starts the packaged program, which receives the notifications of the embedded store. */
  public PackagedApplication startApplication(Map<String, String> settings) {
    return start(settings, webhookPort);
  }

  /** Starts the packaged program at another port, without notifications of the store. */
  public PackagedApplication startReplica(Map<String, String> settings) {
    return start(settings, FreePort.find());
  }

  /** Returns the settings with which a program uses these services. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** Accesses the store directly. */
  public StoreAdmin storeAdmin() {
    return new StoreAdmin(environment);
  }

  /** Accesses the database directly. */
  public DatabaseAdmin databaseAdmin() {
    return new DatabaseAdmin(environment);
  }

  @Override
  public void close() {
    program.close();
  }

  private PackagedApplication start(Map<String, String> settings, int port) {
    var merged = new HashMap<>(environment);
    merged.putAll(settings);
    return PackagedApplication.start(merged, port);
  }

  private void addSetting(String line) {
    var property = line.split("=", 2);
    if (property.length == 2) {
      var variable = property[0].toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
      environment.put(variable, property[1]);
    }
  }

  /** A configured store sends its notifications to the port that the environment names. */
  private static int chooseWebhookPort() {
    var port = System.getenv("QUARKUS_HTTP_PORT");
    return port == null ? FreePort.find() : Integer.parseInt(port);
  }
}

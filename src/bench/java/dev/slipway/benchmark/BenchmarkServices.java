package dev.slipway.benchmark;

import dev.slipway.embedded.EmbeddedServicesMain;
import dev.slipway.testing.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * PostgreSQL and a store in processes of their own: real ones where they are configured, embedded
 * ones otherwise.
 */
public final class BenchmarkServices implements AutoCloseable {
  private final int webhookPort = chooseWebhookPort();
  private final Map<String, String> environment = new HashMap<>(System.getenv());
  private final Program program;

  private BenchmarkServices() {
    var webhook = "http://127.0.0.1:%d/notifications/s3".formatted(webhookPort);
    program = Program.of(EmbeddedServicesMain.class, Map.of(), webhook);
    environment.putIfAbsent("SLIPWAY_NOTIFICATIONS_TOKEN", "benchmark");
    program.readUntil(EmbeddedServicesMain.STARTED).forEach(this::addSetting);
    // Whatever the parts say, which with a real one among them is that there are none.
    environment.put("SLIPWAY_DEMO_ACCOUNTS", "true");
  }

  public static BenchmarkServices start() {
    return new BenchmarkServices();
  }

  /** The packaged program on these parts. The embedded store's events go to it. */
  public PackagedApplication startApplication(Map<String, String> settings) {
    return start(settings, webhookPort);
  }

  /** Another one beside it. */
  public PackagedApplication startReplica(Map<String, String> settings) {
    return start(settings, freePort());
  }

  /** What a program is told in order to use them. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** The store itself, for what only its owner may do. */
  public StoreAdmin storeAdmin() {
    return new StoreAdmin(environment);
  }

  /** The database itself, likewise. */
  public DatabaseAdmin databaseAdmin() {
    return new DatabaseAdmin(environment);
  }

  @Override
  public void close() {
    program.close();
  }

  private PackagedApplication start(Map<String, String> settings, int port) {
    var own = new HashMap<>(environment);
    own.putAll(settings);
    return PackagedApplication.start(own, port);
  }

  private void addSetting(String line) {
    var property = line.split("=", 2);
    if (property.length == 2) {
      var variable = property[0].toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
      environment.put(variable, property[1]);
    }
  }

  /** A real store has been told where its events go. */
  private static int chooseWebhookPort() {
    var port = System.getenv("QUARKUS_HTTP_PORT");
    return port == null ? freePort() : Integer.parseInt(port);
  }

  /** One that nobody listens on, of loopback. */
  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

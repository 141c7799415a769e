package dev.slipway.embedded.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The relay on loopback in front of embedded services. It changes the addresses of their settings.
 */
public final class EmbeddedRelay implements AutoCloseable {
  private static final String JDBC_URL = "quarkus.datasource.jdbc.url";
  private static final String JDBC = "jdbc:";

  private final FaultRelay relay;
  private final String token;
  private final int control;
  private final Supplier<Optional<URI>> webhook;

  /** The port of the route of notifications; 0 while no embedded store sends any. */
  private volatile int notifications;

  private EmbeddedRelay(FaultRelay relay, String token, Supplier<Optional<URI>> webhook)
      throws IOException {
    this.relay = relay;
    this.token = token;
    this.webhook = webhook;
    this.control = relay.openControl(0, token);
  }

  /**
   * @param token authenticates the application at the control API
   * @param webhook of the application; empty until it listens
   */
  public static EmbeddedRelay start(Clock clock, String token, Supplier<Optional<URI>> webhook)
      throws IOException {
    var relay =
        new FaultRelay(clock, InetAddress.getLoopbackAddress(), FaultRelay.NOTIFICATION_DELAY);
    try {
      return new EmbeddedRelay(relay, token, webhook);
    } catch (IOException e) {
      relay.close();
      throw e;
    }
  }

  /** Where a store that is relayed sends its events; empty until the application listens. */
  public Optional<URI> webhook() {
    return webhook.get().map(address -> url(notifications).resolve(address.getRawPath()));
  }

  /** The settings with which the application finds the control API. */
  public Map<String, String> properties() {
    return Map.of(
        "slipway.lab.relay.url", url(control).toString(), "slipway.lab.relay.token", token);
  }

  /** The settings of a database, with the address of the relay. */
  public Map<String, String> relayDatabase(Map<String, String> properties) throws IOException {
    var url = URI.create(properties.get(JDBC_URL).substring(JDBC.length()));
    var port = relay.openDatabase(0, target(url));
    var relayed = new HashMap<>(properties);
    relayed.put(JDBC_URL, "%spostgresql://127.0.0.1:%d%s".formatted(JDBC, port, url.getRawPath()));
    return relayed;
  }

  /**
   * The settings of a store, with the addresses of the relay. Opens the route of its notifications.
   *
   * @param browsers opens the route of browsers at the port that it chooses
   */
  public Map<String, String> relayStore(Map<String, String> properties, RouteOpener browsers)
      throws IOException {
    var store = target(URI.create(properties.get("slipway.store.endpoint")));
    notifications = relay.openNotifications(0, webhook);
    var relayed = new HashMap<>(properties);
    relayed.put("slipway.store.endpoint", url(relay.openStore(0, store)).toString());
    var port = browsers.open(chosen -> relay.openBrowsers(chosen, store));
    relayed.put("slipway.store.public-endpoint", url(port).toString());
    return relayed;
  }

  @Override
  public void close() {
    relay.close();
  }

  private static URI url(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  private static InetSocketAddress target(URI address) {
    return InetSocketAddress.createUnresolved(address.getHost(), address.getPort());
  }

  /** Chooses a port, and opens a route there. */
  @FunctionalInterface
  public interface RouteOpener {
    /** Returns the port. */
    int open(Route route) throws IOException;
  }

  /** A route that is not open yet. */
  @FunctionalInterface
  public interface Route {
    /** Opens it at a port, 0 for any free one, and returns the port. */
    int openAt(int port) throws IOException;
  }
}

package dev.slipway.embedded;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Where the application in this JVM listens. The embedded services start before it and, in tests,
 * under another class loader, so they share it through a system property.
 */
@ApplicationScoped
class ApplicationAddress {
  private static final Logger LOG = Logger.getLogger(ApplicationAddress.class);
  private static final int MAX_ATTEMPTS = 1_000;
  private static final long POLL_INTERVAL_MILLIS = 10;
  private static final String PROPERTY = "slipway.embedded.application-address";
  private static final String LOOPBACK = "127.0.0.1";

  private final HttpServer server;
  private final String host;

  ApplicationAddress(HttpServer server, @ConfigProperty(name = "quarkus.http.host") String host) {
    this.server = server;
    this.host = host;
  }

  /** The application's webhook; empty until it listens. */
  static Optional<URI> webhook() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .map(address -> URI.create("http://" + address + "/notifications/s3"));
  }

  /** Quarkus reports the start of the server before it reports the port, so this may wait. */
  void remember(@ObservesAsync HttpServerStart started) throws InterruptedException {
    var port = server.getPort();
    for (var attempt = 0; port < 1 && attempt < MAX_ATTEMPTS; attempt++) {
      Thread.sleep(POLL_INTERVAL_MILLIS);
      port = server.getPort();
    }
    if (port > 0) {
      System.setProperty(PROPERTY, reachable(host) + ":" + port);
    } else {
      LOG.error("The port of the application is unknown: the store's events are not delivered");
    }
  }

  /** The host to connect to; loopback if the application listens on all addresses. */
  static String reachable(String host) {
    if (host.equals("0.0.0.0") || host.equals("::")) {
      return LOOPBACK;
    }
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** A live reload restarts the application behind a server that keeps listening. */
  void forget(@Observes ShutdownEvent stopped) {
    if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
      System.clearProperty(PROPERTY);
    }
  }
}

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
import org.jboss.logging.Logger;

/**
 * The port on which the application in this JVM listens. The embedded services start before it and,
 * in tests, under another class loader, so they share it through a system property.
 */
@ApplicationScoped
class ApplicationPort {
  private static final Logger LOG = Logger.getLogger(ApplicationPort.class);
  private static final int MAX_ATTEMPTS = 1_000;
  private static final long POLL_INTERVAL_MILLIS = 10;
  private static final String PROPERTY = "slipway.embedded.application-port";

  private final HttpServer server;

  ApplicationPort(HttpServer server) {
    this.server = server;
  }

  /** The application's webhook; empty until it listens. */
  static Optional<URI> webhook() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .map(port -> URI.create("http://127.0.0.1:" + port + "/notifications/s3"));
  }

  /** Quarkus reports the start of the server before it reports the port, so this may wait. */
  void remember(@ObservesAsync HttpServerStart started) throws InterruptedException {
    var port = server.getPort();
    for (var attempt = 0; port < 1 && attempt < MAX_ATTEMPTS; attempt++) {
      Thread.sleep(POLL_INTERVAL_MILLIS);
      port = server.getPort();
    }
    if (port > 0) {
      System.setProperty(PROPERTY, Integer.toString(port));
    } else {
      LOG.error("The port of the application is unknown: the store's events are not delivered");
    }
  }

  /** A live reload restarts the application behind a server that keeps listening. */
  void forget(@Observes ShutdownEvent stopped) {
    if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
      System.clearProperty(PROPERTY);
    }
  }
}

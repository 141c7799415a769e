package dev.slipway.embedded;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.net.URI;
import java.util.Optional;

/**
 * The port on which the application in this JVM listens. The embedded services start before it and,
 * in tests, under another class loader, so they share it through a system property.
 */
@ApplicationScoped
class ApplicationPort {
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

  void remember(@ObservesAsync HttpServerStart started) {
    System.setProperty(PROPERTY, Integer.toString(server.getPort()));
  }

  void forget(@Observes ShutdownEvent stopped) {
    System.clearProperty(PROPERTY);
  }
}

package dev.slipway.doctor;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Finds out by connecting whether this process accepts HTTP requests. A live reload keeps the
 * server, so no event reports it.
 */
@ApplicationScoped
class ServerProbe {
  private static final String ANY_ADDRESS = "0.0.0.0";
  private static final String LOOPBACK = "127.0.0.1";
  private static final int TIMEOUT_MILLIS = 500;

  private final String host;
  private final int port;

  ServerProbe(
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "quarkus.http.port") int port) {
    this.host = host.equals(ANY_ADDRESS) ? LOOPBACK : host;
    this.port = port;
  }

  boolean isListening() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
      return true;
    } catch (IOException notListening) {
      return false;
    }
  }
}

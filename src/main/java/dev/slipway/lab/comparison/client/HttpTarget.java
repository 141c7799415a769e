package dev.slipway.lab.comparison.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * An HTTP server to connect to.
 *
 * @param address where it listens
 */
public record HttpTarget(URI address) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than the application may take to complete an upload while fifty others run. */
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(2);

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /** Whether something accepts connections there. */
  public boolean isReachable() {
    try (var socket = connect()) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Opens a connection of its own for one request. */
  Socket connect() throws IOException {
    var socket = new Socket();
    try {
      var host = address.getHost().replaceAll("[\\[\\]]", "");
      socket.connect(new InetSocketAddress(host, port()), (int) CONNECT_TIMEOUT.toMillis());
      socket.setSoTimeout((int) READ_TIMEOUT.toMillis());
      socket.setTcpNoDelay(true);
      return isTls() ? encrypt(socket, host) : socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Socket encrypt(Socket plain, String host) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var socket = (SSLSocket) factory.createSocket(plain, host, port(), true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private int port() {
    if (address.getPort() > 0) {
      return address.getPort();
    }
    return isTls() ? HTTPS_PORT : HTTP_PORT;
  }

  private boolean isTls() {
    return "https".equalsIgnoreCase(address.getScheme());
  }
}

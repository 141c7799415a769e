package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A download whose client has read the beginning of a response and reads no more. */
public final class StalledDownload {
  private static final String OK = "HTTP/1.1 200";
  private static final int RECEIVE_BUFFER = 4_096;

  private StalledDownload() {}

  /**
   * Requests an address until the status is 200, because an export ends a moment after its client
   * has left. Closing the socket ends the download.
   *
   * @param port of the application
   * @param path with its query
   */
  public static Socket await(int port, String path, ApiClient reader) {
    var download = new AtomicReference<Socket>();
    Eventually.holds(
        "the download begins",
        () -> {
          download.set(of(port, path, reader).orElse(null));
          return download.get() != null;
        });
    return download.get();
  }

  /** Returns empty if the status isn't 200. */
  private static Optional<Socket> of(int port, String path, ApiClient reader) {
    try {
      var client = new Socket();
      client.setReceiveBufferSize(RECEIVE_BUFFER);
      client.connect(new InetSocketAddress("127.0.0.1", port));
      var request =
          new StringBuilder("GET %s HTTP/1.1\r\nHost: localhost:%d\r\n".formatted(path, port));
      reader
          .authenticationHeaders()
          .forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
      request.append("\r\n");
      client.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      var status = client.getInputStream().readNBytes(OK.length());
      if (new String(status, StandardCharsets.US_ASCII).equals(OK)) {
        return Optional.of(client);
      }
      client.close();
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

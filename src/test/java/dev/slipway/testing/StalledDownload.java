package dev.slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A download whose client has read the beginning of a response and reads no more. */
public final class StalledDownload {
  private static final int RECEIVE_BUFFER = 4_096;

  private StalledDownload() {}

  /**
   * Requests an address and reads until the status, which must be 200. Closing the socket ends it.
   *
   * @param port of the application
   * @param path with its query
   */
  public static Socket of(int port, String path, ApiClient reader) throws IOException {
    var client = new Socket();
    client.setReceiveBufferSize(RECEIVE_BUFFER);
    client.connect(new InetSocketAddress("127.0.0.1", port));
    var request =
        "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nCookie: %s\r\n\r\n"
            .formatted(path, port, reader.cookieHeader());
    client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(client.getInputStream().readNBytes(12))
        .asString(StandardCharsets.US_ASCII)
        .endsWith("200");
    return client;
  }
}

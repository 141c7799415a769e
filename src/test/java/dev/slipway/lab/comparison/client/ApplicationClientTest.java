package dev.slipway.lab.comparison.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ApplicationClientTest {
  @Test
  void shortensWhatAServerAnswers() throws Exception {
    var executor = Executors.newSingleThreadExecutor();
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      executor.submit(() -> refuse(server, "Wrong\u0000 " + "x".repeat(10_000)));
      var target = new HttpTarget(URI.create("http://127.0.0.1:" + server.getLocalPort()));
      var settings =
          new ClientSettings(target, "localhost", "", null, "creator", "", null, () -> false);
      try (var client = new ApplicationClient(settings, new Counters())) {
        var sent = SentBytes.uncut(() -> false);

        var refused =
            catchThrowableOfType(
                FailedRequestException.class, () -> client.call("GET", "/api/me", null, sent));

        assertThat(refused)
            .hasMessageStartingWith("The application answered 400 to GET /api/me: Wrong")
            .hasMessageNotContaining("\u0000");
        assertThat(refused.getMessage()).hasSizeLessThan(400);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static Void refuse(ServerSocket server, String reason) throws Exception {
    var response = "HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\n\r\n%s";
    try (var connection = server.accept()) {
      connection
          .getOutputStream()
          .write(response.formatted(reason.length(), reason).getBytes(StandardCharsets.US_ASCII));
      connection.getInputStream().readAllBytes();
    }
    return null;
  }
}

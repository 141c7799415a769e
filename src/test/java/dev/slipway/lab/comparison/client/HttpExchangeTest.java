package dev.slipway.lab.comparison.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.lab.comparison.client.HttpExchange.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class HttpExchangeTest {
  @Test
  void everyStatusButThoseOfSuccessIsAnError() {
    assertThat(response(200).isError()).isFalse();
    assertThat(response(204).isError()).isFalse();
    assertThat(response(199).isError()).isTrue();
    assertThat(response(302).isError()).isTrue();
    assertThat(response(403).isError()).isTrue();
    assertThat(response(500).isError()).isTrue();
  }

  @Test
  void endsARequestThatWaitsForItsResponse() throws Exception {
    var executor = Executors.newSingleThreadExecutor();
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var http = new HttpExchange(new Traffic())) {
      var target = new HttpTarget(URI.create("http://127.0.0.1:" + server.getLocalPort()));
      var request = executor.submit(() -> http.send(target, "GET", "/", Map.of(), null));
      try (var connection = server.accept()) {
        connection.getInputStream().read();

        http.close();

        assertThatThrownBy(request::get).hasCauseInstanceOf(IOException.class);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static Response response(int status) {
    return new Response(status, Map.of(), new byte[0]);
  }
}

package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Eventually;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DisconnectedClientFilterTest {
  @Test
  void skipsRequestsOfDisconnectedClients() throws Exception {
    var vertx = Vertx.vertx();
    var request = new CompletableFuture<RoutingContext>();
    var router = Router.router(vertx);
    router.route().handler(request::complete);
    var server = vertx.createHttpServer().requestHandler(router).listen(0, "localhost");
    var port = server.toCompletionStage().toCompletableFuture().get().actualPort();
    try (var socket = new Socket("localhost", port)) {
      var head = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(new DisconnectedClientFilter().skipDisconnected(request.get(5, TimeUnit.SECONDS)))
          .isEmpty();
    }

    Eventually.holds(
        "the request is skipped",
        () -> new DisconnectedClientFilter().skipDisconnected(request.getNow(null)).isPresent());
    vertx.close();
  }
}

package dev.slipway.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A webhook that accepts or rejects notifications, and records them. */
final class FakeWebhook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile int status = 204;

  FakeWebhook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/notifications/s3", this::receive);
    server.start();
  }

  URI url() {
    return URI.create(
        "http://127.0.0.1:%d/notifications/s3".formatted(server.getAddress().getPort()));
  }

  void respondWith(int status) {
    this.status = status;
  }

  List<String> keys() {
    return received.stream().map(event -> event.get("Key").asText()).toList();
  }

  List<String> names() {
    return received.stream().map(event -> event.get("EventName").asText()).toList();
  }

  List<String> authorizations() {
    return authorizations;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    if (status / 100 == 2) {
      received.add(JSON.readTree(body));
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}

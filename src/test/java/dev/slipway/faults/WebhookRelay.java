package dev.slipway.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The webhook target of the store: forwards notifications to the application, or drops them. It
 * keeps a copy of each, so that a test can send them again, in another order or to another replica.
 */
final class WebhookRelay implements AutoCloseable {
  static final String TOKEN = "faults";
  private static final String PATH = "/notifications/s3";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Queue<byte[]> EMPTY = new ConcurrentLinkedQueue<>();
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration NOTIFICATION_TIMEOUT = Duration.ofMinutes(5);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(REQUEST_TIMEOUT)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final Map<String, Queue<byte[]>> received = new ConcurrentHashMap<>();
  private volatile Policy policy = body -> 503;

  private WebhookRelay(HttpServer server) {
    this.server = server;
  }

  static WebhookRelay start() throws IOException {
    var relay =
        new WebhookRelay(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    relay.server.createContext("/", relay::handle);
    relay.server.setExecutor(relay.threads);
    relay.server.start();
    return relay;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  /** Sets how the next notifications are handled. */
  void setPolicy(Policy policy) {
    this.policy = policy;
  }

  /** Forwards notifications to a replica. */
  void forwardTo(Replica replica) {
    setPolicy(body -> post(replica, body));
  }

  /** Answers the store with 200 and forwards nothing. */
  void dropAll() {
    setPolicy(body -> 200);
  }

  /** Returns all notifications about a key in the order of their arrival. */
  List<byte[]> notificationsAbout(String key) {
    return List.copyOf(received.getOrDefault(key, EMPTY));
  }

  /** Waits for a notification about each of the keys and returns all of them. */
  List<byte[]> notificationsAbout(Set<String> keys) {
    Eventually.holds(
        "the store has sent a notification about every key",
        NOTIFICATION_TIMEOUT,
        () -> received.keySet().containsAll(keys));
    return keys.stream().map(this::notificationsAbout).flatMap(List::stream).toList();
  }

  /** Sends a notification with the store's token and returns the status of the response. */
  int post(Replica replica, byte[] body) throws IOException {
    return post(replica, body, "Bearer " + TOKEN);
  }

  int post(Replica replica, byte[] body, String authorization) throws IOException {
    var request =
        HttpRequest.newBuilder(replica.origin().resolve(PATH))
            .timeout(REQUEST_TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    var status = 200;
    // MinIO first checks with an empty request whether the target is reachable.
    if (exchange.getRequestMethod().equals("POST") && body.length > 0) {
      received.computeIfAbsent(keyOf(body), key -> new ConcurrentLinkedQueue<>()).add(body);
      status = respond(body);
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static String keyOf(byte[] body) throws IOException {
    var key = JSON.readTree(body).path("Records").path(0).path("s3").path("object").path("key");
    return URLDecoder.decode(key.asText(), StandardCharsets.UTF_8);
  }

  private int respond(byte[] body) {
    try {
      return policy.respond(body);
    } catch (IOException unreachable) {
      return 502;
    }
  }

  /** Handles a notification and returns the status with which the store is answered. */
  interface Policy {
    int respond(byte[] body) throws IOException;
  }
}

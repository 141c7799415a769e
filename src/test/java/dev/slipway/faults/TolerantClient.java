package dev.slipway.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.testing.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A client of the API and the store that returns error responses instead of failing. */
final class TolerantClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final String account;
  private final Replica replica;
  private volatile String cookie = "";

  private TolerantClient(String account, Replica replica) {
    this.account = account;
    this.replica = replica;
  }

  /** Logs in with a demo account. */
  static TolerantClient of(String account, Replica replica) throws IOException {
    var client = new TolerantClient(account, replica);
    client.logIn();
    return client;
  }

  /** A client that is not logged in. */
  TolerantClient anonymous() {
    return new TolerantClient("", replica);
  }

  /** Sends a POST and returns the future status of its response. */
  CompletableFuture<Integer> postAsync(String path, String json) {
    var request =
        HttpRequest.newBuilder(replica.origin().resolve(path))
            .timeout(Duration.ofMinutes(2))
            .header("Content-Type", "application/json")
            .header("Cookie", cookie)
            .POST(BodyPublishers.ofString(json))
            .build();
    return http.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
  }

  /** Opens an upload with a new idempotency key. */
  Response open(byte[] bytes, String name) throws IOException {
    return open(bytes, name, UUID.randomUUID().toString());
  }

  /**
   * Opens an upload.
   *
   * @param idempotencyKey the key with which a client repeats the request after a lost response
   */
  Response open(byte[] bytes, String name, String idempotencyKey) throws IOException {
    Map<String, Object> body = new HashMap<>();
    body.put("fileName", name);
    body.put("contentType", "video/mp4");
    body.put("size", bytes.length);
    body.put("checksumSha256", ApiClient.sha256(bytes));
    return send("POST", "/api/uploads", body, Map.of("Idempotency-Key", idempotencyKey));
  }

  /** PUTs the bytes to the signed URL of an upload or a part and returns the status. */
  int put(JsonNode signed, byte[] bytes) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(signed.get("url").asText()))
            .timeout(TIMEOUT)
            .PUT(BodyPublishers.ofByteArray(bytes));
    signed
        .get("headers")
        .fields()
        .forEachRemaining(header -> request.header(header.getKey(), header.getValue().asText()));
    return exchange(request.build()).statusCode();
  }

  Response complete(String id) throws IOException {
    return send("PUT", "/api/uploads/" + id + "/completion", Map.of(), Map.of());
  }

  /** GETs a signed URL. */
  HttpResponse<byte[]> fetch(URI url) throws IOException {
    return exchange(HttpRequest.newBuilder(url).timeout(TIMEOUT).build());
  }

  Response get(String path) throws IOException {
    return send("GET", path, null, Map.of());
  }

  Response post(String path, Object body) throws IOException {
    return send("POST", path, body, Map.of());
  }

  Response send(String method, String path, Object body, Map<String, String> headers)
      throws IOException {
    var content =
        body == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    var request =
        HttpRequest.newBuilder(replica.origin().resolve(path))
            .timeout(TIMEOUT)
            .method(method, content)
            .header("Content-Type", "application/json")
            .header("Cookie", cookie);
    headers.forEach(request::header);
    return Response.of(exchange(request.build()));
  }

  private void logIn() throws IOException {
    var form =
        "username=%s&password=%s"
            .formatted(account, URLEncoder.encode(account + "-demo", StandardCharsets.UTF_8));
    var response =
        exchange(
            HttpRequest.newBuilder(replica.origin().resolve("/login"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    cookie = response.headers().firstValue("set-cookie").orElseThrow().split(";", 2)[0];
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /**
   * A response of the application.
   *
   * @param json the body, or null if it is not JSON
   */
  record Response(int status, Map<String, String> headers, JsonNode json) {
    private static Response of(HttpResponse<byte[]> response) throws IOException {
      var headers = new HashMap<String, String>();
      response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
      var isJson = headers.getOrDefault("content-type", "").contains("json");
      return new Response(
          response.statusCode(), headers, isJson ? JSON.readTree(response.body()) : null);
    }

    String text(String field) {
      return json.path(field).asText(null);
    }

    /**
     * @throws AssertionError if the status is another one
     */
    Response expect(int expected) {
      if (status != expected) {
        throw new AssertionError("Status %d instead of %d: %s".formatted(status, expected, json));
      }
      return this;
    }
  }
}

package dev.slipway.lab.comparison.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.lab.comparison.client.HttpExchange.FileBody;
import dev.slipway.lab.comparison.client.HttpExchange.Response;
import dev.slipway.web.SafeText;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends requests to the application with a token, and waits when a limit is reached. */
final class ApplicationClient implements AutoCloseable {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  /** About a minute, which refills the permits for fifty uploads. */
  private static final int MAX_ATTEMPTS = 20;

  private static final String RETRY_AFTER = "retry-after";
  private static final long DEFAULT_WAIT = 1;

  private final ClientSettings settings;
  private final Counters counters;
  private final HttpExchange http;
  private final ObjectMapper json = new ObjectMapper();

  ApplicationClient(ClientSettings settings, Counters counters) {
    this.settings = settings;
    this.counters = counters;
    this.http = new HttpExchange(counters.application());
  }

  /**
   * Calls the JSON API.
   *
   * @param request null for no body
   */
  JsonNode call(String method, String path, Object request, SentBytes sent) throws IOException {
    var content = request == null ? null : json.writeValueAsBytes(request);
    return send(
        method,
        path,
        content == null ? Map.of() : Map.of("Content-Type", "application/json"),
        // The file is what is counted and cut, not the JSON.
        () ->
            content == null
                ? null
                : new FileBody(content, 0, content.length, SentBytes.uncut(settings.isStopped())),
        sent);
  }

  /** Sends a whole file as the body. */
  JsonNode put(String path, ClientFile file, SentBytes sent) throws IOException {
    return send(
        "PUT",
        path,
        Map.of("Content-Type", ClientFile.TYPE),
        () -> new FileBody(file.content(), 0, file.size(), sent),
        sent);
  }

  private interface BodySource {
    FileBody create();
  }

  private JsonNode send(
      String method, String path, Map<String, String> special, BodySource body, SentBytes sent)
      throws IOException {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Host", settings.applicationHost());
    headers.put("Accept", "application/json");
    headers.put("Authorization", "Bearer " + settings.token());
    headers.putAll(special);
    for (var attempt = 1; ; attempt++) {
      sent.requireRunning();
      var response =
          http.send(
              settings.application(), method, settings.prefix() + path, headers, body.create());
      if (!response.isError()) {
        return response.body().length == 0 ? null : json.readTree(response.body());
      }
      if (attempt == MAX_ATTEMPTS || !mayRetry(response)) {
        throw failure(method + " " + path, response);
      }
      counters.waits().increment();
      pause(response);
    }
  }

  /** Closes the connections that are open. */
  @Override
  public void close() {
    http.close();
  }

  private static boolean mayRetry(Response response) {
    return response.status() == TOO_MANY_REQUESTS || response.status() == UNAVAILABLE;
  }

  private FailedRequestException failure(String request, Response response) {
    var reason = response.text();
    try {
      var problem = json.readTree(response.body());
      reason = problem.path("detail").asText(problem.path("title").asText(reason));
    } catch (IOException notJson) {
      // The text is the reason.
    }
    return new FailedRequestException(
        "The application answered %d to %s: %s"
            .formatted(response.status(), request, SafeText.label(reason).orElse("no reason")));
  }

  private static void pause(Response response) throws IOException {
    var seconds = response.headers().getOrDefault(RETRY_AFTER, Long.toString(DEFAULT_WAIT));
    try {
      Thread.sleep(Duration.ofSeconds(Long.parseLong(seconds)).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The client was interrupted", e);
    }
  }
}

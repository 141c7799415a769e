package dev.slipway.lab.comparison.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.lab.comparison.client.HttpExchange.FileBody;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;

/** Sends requests with signed URLs to the store. */
final class StoreClient implements AutoCloseable {
  private static final Pattern ERROR_CODE = Pattern.compile("<Code>([A-Za-z]{1,100})</Code>");

  /** A store may still hold the lock of a PUT whose connection was cut, MinIO for half a minute. */
  private static final int MAX_ATTEMPTS = 40;

  private static final int FIRST_SERVER_ERROR = 500;
  private static final long WAIT_MILLIS = 1_000;

  private final ClientSettings settings;
  private final Counters counters;
  private final HttpExchange http;

  StoreClient(ClientSettings settings, Counters counters) {
    this.settings = settings;
    this.counters = counters;
    this.http = new HttpExchange(counters.store());
  }

  /**
   * Puts a part of the file, or all of it, to the URL with the headers that were signed.
   *
   * @param signed with {@code url} and {@code headers}
   */
  void put(JsonNode signed, ClientFile file, int start, int length, SentBytes sent)
      throws IOException {
    var url = URI.create(signed.path("url").asText());
    var headers = new LinkedHashMap<String, String>();
    headers.put("Host", url.getRawAuthority());
    signed
        .path("headers")
        .fields()
        .forEachRemaining(header -> headers.put(header.getKey(), header.getValue().asText()));
    var target = settings.store() == null ? new HttpTarget(url) : settings.store();
    for (var attempt = 1; ; attempt++) {
      var body = new FileBody(file.content(), start, length, sent);
      var response =
          http.send(target, "PUT", url.getRawPath() + "?" + url.getRawQuery(), headers, body);
      if (!response.isError()) {
        return;
      }
      if (attempt == MAX_ATTEMPTS || response.status() < FIRST_SERVER_ERROR) {
        var code = ERROR_CODE.matcher(response.text());
        throw new FailedRequestException(
            "The store answered %d %s"
                .formatted(response.status(), code.find() ? code.group(1) : ""));
      }
      counters.waits().increment();
      pause();
    }
  }

  /** Closes the connections that are open. */
  @Override
  public void close() {
    http.close();
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The client was interrupted", e);
    }
  }
}

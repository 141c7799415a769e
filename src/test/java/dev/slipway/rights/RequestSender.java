package dev.slipway.rights;

import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Sends requests to the application that is tested, and follows no redirect. */
final class RequestSender {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String BOUNDARY = "end-of-a-part";

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param location of a redirect; empty for none
   * @param body empty if it is a stream of events
   */
  record Response(int status, String location, String body) {}

  static int port() {
    return RestAssured.port;
  }

  /**
   * @param path with its query
   * @param body of a form, also a multipart one, as in an address; empty for none
   */
  Response send(
      String method, String path, String contentType, String body, Map<String, String> headers) {
    var multipart = contentType.startsWith("multipart/");
    var content = multipart ? multipart(body) : body;
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(port(), path)))
            .timeout(TIMEOUT)
            .method(
                method,
                content.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(content));
    headers.forEach(request::header);
    if (!method.equals("GET")) {
      request.header(
          "Content-Type", multipart ? contentType + ";boundary=" + BOUNDARY : contentType);
    }
    try {
      return read(client.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Response read(HttpResponse<InputStream> response) throws IOException {
    try (var stream = response.body()) {
      var endless =
          response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
      return new Response(
          response.statusCode(),
          response.headers().firstValue("Location").orElse(""),
          endless ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String multipart(String form) {
    var parts = new StringBuilder();
    for (var field : form.split("&")) {
      var pair = field.split("=", 2);
      var file = pair[0].equals("file") ? "; filename=\"en.vtt\"" : "";
      parts
          .append("--%s\r\nContent-Disposition: form-data; ".formatted(BOUNDARY))
          .append("name=\"%s\"%s\r\n\r\n".formatted(pair[0], file))
          .append(URLDecoder.decode(pair[1], StandardCharsets.UTF_8))
          .append("\r\n");
    }
    return parts.append("--").append(BOUNDARY).append("--\r\n").toString();
  }
}

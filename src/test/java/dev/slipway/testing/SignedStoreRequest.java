package dev.slipway.testing;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request with a signed URL directly to the store, as a browser sends it, or altered. */
public record SignedStoreRequest(String method, URI url, Map<String, String> headers) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Returns the PUT of an upload in one piece. */
  public static SignedStoreRequest of(JsonPath upload) {
    return new SignedStoreRequest(
        "PUT", URI.create(upload.getString("put.url")), upload.getMap("put.headers"));
  }

  /** Returns the PUT of one part. */
  public static SignedStoreRequest of(String url, Map<String, String> headers) {
    return new SignedStoreRequest("PUT", URI.create(url), headers);
  }

  public SignedStoreRequest withHeader(String header, String value) {
    var changed = new LinkedHashMap<>(headers);
    changed.put(header, value);
    return new SignedStoreRequest(method, url, changed);
  }

  public SignedStoreRequest withoutHeader(String header) {
    var changed = new LinkedHashMap<>(headers);
    changed.remove(header);
    return new SignedStoreRequest(method, url, changed);
  }

  public SignedStoreRequest replaceInUrl(String from, String to) {
    return new SignedStoreRequest(method, URI.create(url.toString().replace(from, to)), headers);
  }

  public SignedStoreRequest withMethod(String newMethod) {
    return new SignedStoreRequest(newMethod, url, headers);
  }

  /** Sends the request and returns the status of the response. */
  public int send(byte[] bytes) {
    return exchange(bytes).statusCode();
  }

  /** Sends the request and returns the body of the response. */
  public String answer(byte[] bytes) {
    return exchange(bytes).body();
  }

  /** Sends the request and returns the response. */
  public HttpResponse<String> exchange(byte[] bytes) {
    var body =
        bytes.length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(bytes);
    var request = HttpRequest.newBuilder(url).timeout(TIMEOUT).method(method, body);
    headers.forEach(request::header);
    try {
      return sendAgainIfConnectionWasClosed(request.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A server may close an idle connection just when it is used again; browsers send again, too. */
  private static HttpResponse<String> sendAgainIfConnectionWasClosed(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException closed) {
      if (!String.valueOf(closed.getMessage()).contains("received no bytes")) {
        throw closed;
      }
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
  }
}

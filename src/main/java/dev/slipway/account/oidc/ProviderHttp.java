package dev.slipway.account.oidc;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Sends requests to the provider. Each has a time limit from the connection to the last byte, and
 * its response a limit on the size. Redirects are not followed: they could lead a secret elsewhere.
 */
@ApplicationScoped
class ProviderHttp {
  /** Discovery documents have 2 to 7 kB, key sets with certificates up to 20 kB. */
  static final int MAX_RESPONSE_SIZE = 256 * 1024;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final Duration timeout;

  /** Null until the first request: without a provider there is no client with its thread. */
  private HttpClient client;

  ProviderHttp() {
    this(TIMEOUT);
  }

  /**
   * @param timeout of one request
   */
  ProviderHttp(Duration timeout) {
    this.timeout = timeout;
  }

  record Response(int status, byte[] body) {}

  /**
   * @throws IOException if there is no response, if its status is not 200, or if it is too large
   */
  byte[] get(URI url) throws IOException {
    var request = HttpRequest.newBuilder(url).header("Accept", "application/json").build();
    var response = send(request);
    if (response.status() != OK) {
      throw new IOException("%s responded with status %d".formatted(url, response.status()));
    }
    return response.body();
  }

  /**
   * @param authorization the value of the header, or null for none
   * @throws IOException if there is no response, or if it is too large
   */
  Response post(URI url, Map<String, String> form, String authorization) throws IOException {
    var request =
        HttpRequest.newBuilder(url)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encode(form)));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return send(request.build());
  }

  /** The parameters as a query or a form, in their order. */
  static String encode(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Response send(HttpRequest request) throws IOException {
    var body = new ByteArrayOutputStream();
    var future =
        client()
            .sendAsync(
                request,
                BodyHandlers.ofByteArrayConsumer(
                    part -> part.ifPresent(bytes -> append(bytes, body))));
    var status = await(future).statusCode();
    if (body.size() > MAX_RESPONSE_SIZE) {
      throw new IOException("The response of %s is too large".formatted(request.uri()));
    }
    return new Response(status, body.toByteArray());
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(timeout)
              .build();
    }
    return client;
  }

  /** Keeps one byte more than the maximum, which shows that the response is too large. */
  private static void append(byte[] bytes, ByteArrayOutputStream body) {
    body.write(bytes, 0, Math.min(bytes.length, MAX_RESPONSE_SIZE + 1 - body.size()));
  }

  private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> response)
      throws IOException {
    try {
      return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("No response: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new IOException("No response within %d s".formatted(timeout.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while waiting for a response");
    }
  }
}

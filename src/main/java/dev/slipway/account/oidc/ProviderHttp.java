package dev.slipway.account.oidc;

import dev.slipway.web.http.LimitedHttpClient;
import dev.slipway.web.http.LimitedHttpClient.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Sends requests to the provider. */
@ApplicationScoped
class ProviderHttp {
  /** Discovery documents have 2 to 7 kB, key sets with certificates up to 20 kB. */
  static final int MAX_RESPONSE_SIZE = 256 * 1024;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final LimitedHttpClient client;

  ProviderHttp() {
    this(TIMEOUT);
  }

  /**
   * @param timeout of one request
   */
  ProviderHttp(Duration timeout) {
    this.client = new LimitedHttpClient(timeout, MAX_RESPONSE_SIZE);
  }

  /**
   * @throws IOException if there is no response, if its status is not 200, or if it is too large
   */
  byte[] get(URI url) throws IOException {
    var request = HttpRequest.newBuilder(url).header("Accept", "application/json").build();
    var response = client.send(request);
    if (response.status() != OK) {
      throw new IOException("%s responded with status %d".formatted(url, response.status()));
    }
    return response.body();
  }

  /**
   * @param authorization the value of the header, or null for none
   * @throws IOException if there is no response
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
    return client.send(request.build());
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
}

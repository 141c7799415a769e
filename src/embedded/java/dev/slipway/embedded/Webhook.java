package dev.slipway.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where events go: {@code url} is empty while the application does not listen yet.
 *
 * @param token authenticates the sender
 */
record Webhook(HttpClient client, Supplier<Optional<URI>> url, String token) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  static Webhook to(Supplier<Optional<URI>> url, String token) {
    return new Webhook(HttpClient.newBuilder().connectTimeout(TIMEOUT).build(), url, token);
  }

  boolean isAvailable() {
    return url.get().isPresent();
  }

  /**
   * @throws IOException unless the answer is 2xx
   */
  void post(Path event) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url.get().orElseThrow(() -> new IOException("not there yet")))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofFile(event))
            .build();
    var status = client.send(request, BodyHandlers.discarding()).statusCode();
    if (status / 100 != 2) {
      throw new IOException("%s answers %d".formatted(request.uri(), status));
    }
  }
}

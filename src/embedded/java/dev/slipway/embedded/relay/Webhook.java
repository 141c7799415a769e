package dev.slipway.embedded.relay;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Sends notifications to the application. */
final class Webhook {
  private static final Duration TIMEOUT = Duration.ofSeconds(8);
  private static final int BAD_GATEWAY = 502;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  private final Supplier<Optional<URI>> application;

  /**
   * @param application its address; empty until it listens
   */
  Webhook(Supplier<Optional<URI>> application) {
    this.application = application;
  }

  /** Sends a notification, and returns the status; 502 if the application can't be reached. */
  int send(Notification notification) {
    var address = application.get();
    if (address.isEmpty()) {
      return BAD_GATEWAY;
    }
    var request =
        HttpRequest.newBuilder(target(address.get(), notification.path()))
            .timeout(TIMEOUT)
            .method(notification.method(), BodyPublishers.ofByteArray(notification.body()));
    if (notification.authorization() != null) {
      request.header("Authorization", notification.authorization());
    }
    if (notification.contentType() != null) {
      request.header("Content-Type", notification.contentType());
    }
    try {
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    } catch (IOException unreachable) {
      return BAD_GATEWAY;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return BAD_GATEWAY;
    }
  }

  /** Always at the application: resolving {@code //host/path} would lead to another server. */
  private static URI target(URI application, URI path) {
    var query = path.getRawQuery() == null ? "" : "?" + path.getRawQuery();
    return URI.create(
        application.getScheme()
            + "://"
            + application.getRawAuthority()
            + path.getRawPath()
            + query);
  }
}

package dev.slipway.lab.attacks.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.NotificationsConfig;
import dev.slipway.ingest.Transport;
import dev.slipway.lab.attacks.bench.Exchange.Receiver;
import dev.slipway.lab.attacks.bench.Exchange.Sent;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Posts notifications to the webhook of this application over HTTP, as the store does. */
@ApplicationScoped
class OwnWebhook {
  private static final String PATH = "/notifications/s3";
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final String AUTHORIZATION = "Authorization";
  private static final String BEARER = "Bearer ";
  private static final String MASK = "••••••••";

  private final CurrentVertxRequest current;
  private final int plainPort;
  private final NotificationsConfig config;
  private final EnabledTransports transports;
  private final ObjectMapper json;
  private final HttpClient client;

  OwnWebhook(
      CurrentVertxRequest current,
      @ConfigProperty(name = "quarkus.http.port") int plainPort,
      NotificationsConfig config,
      EnabledTransports transports,
      ObjectMapper json) {
    this.current = current;
    this.plainPort = plainPort;
    this.config = config;
    this.transports = transports;
    this.json = json;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            // The address is the application's own, which no proxy can reach.
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
  }

  /**
   * Fails if the webhook accepts no notifications with a token.
   *
   * @throws ProblemException {@code attack-not-applicable}
   */
  void requireToken() {
    if (transports.includes(Transport.WEBHOOK) && token().isPresent()) {
      return;
    }
    throw new ProblemException(
        ErrorCode.ATTACK_NOT_APPLICABLE,
        "Not applicable here: this installation receives notifications by %s%s."
            .formatted(
                transports.formatNames(),
                transports.includes(Transport.WEBHOOK) ? " with signatures, without a token" : ""));
  }

  /** Posts a notification with the token of the application, which is not shown. */
  Exchange postWithToken(String title, StoreNotification notification) throws IOException {
    return post(title, notification, BEARER + token().orElseThrow(), BEARER + MASK);
  }

  /**
   * Posts a notification.
   *
   * @param token of the forger; null for none
   */
  Exchange postForged(String title, StoreNotification notification, String token)
      throws IOException {
    var authorization = token == null ? null : BEARER + token;
    return post(title, notification, authorization, authorization);
  }

  private Exchange post(
      String title, StoreNotification notification, String authorization, String shown)
      throws IOException {
    var body = write(notification);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("User-Agent", "Slipway-Lab");
    headers.put("Content-Type", "application/json");
    var request =
        HttpRequest.newBuilder(address()).timeout(TIMEOUT).POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    if (authorization != null) {
      request.header(AUTHORIZATION, authorization);
      headers.put(AUTHORIZATION, shown);
    }
    var answer = Answer.ofHttp(send(request.build()), json);
    // Without the address, which is an internal one.
    var sent = Sent.of(Receiver.WEBHOOK, "POST", PATH, headers, body);
    return new Exchange(title, sent, answer);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The request to the webhook was interrupted", e);
    }
  }

  /** The address at which this request has reached the application, without any proxy. */
  private URI address() {
    var request = current.getCurrent().request();
    var local = request.connection().localAddress(true);
    // The certificate is for the name that browsers use.
    var port = request.connection().isSsl() ? plainPort : local.port();
    var host = local.hostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + PATH);
  }

  private Optional<String> token() {
    return config.token().filter(text -> !text.isBlank());
  }

  private byte[] write(StoreNotification notification) {
    try {
      return json.writeValueAsBytes(notification.document());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

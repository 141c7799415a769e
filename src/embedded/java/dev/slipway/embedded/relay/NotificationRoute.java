package dev.slipway.embedded.relay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.embedded.relay.Observations.Action;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Receives the notifications of the store, and forwards them to the application or disturbs them.
 */
final class NotificationRoute implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ACCEPTED = 200;
  private static final int BAD_REQUEST = 400;
  private static final int CONTENT_TOO_LARGE = 413;
  private static final int COPIES = 3;

  /** Bytes. The application refuses more, too. */
  private static final int MAX_BODY_SIZE = 1 << 20;

  private final FaultSwitch faults;
  private final Observations observations;
  private final Webhook webhook;
  private final HeldNotifications held;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("slipway-relay-notifications"));
  private final HttpServer server;

  private NotificationRoute(
      HttpServer server,
      FaultSwitch faults,
      Observations observations,
      Webhook webhook,
      HeldNotifications held) {
    this.server = server;
    this.faults = faults;
    this.observations = observations;
    this.webhook = webhook;
    this.held = held;
  }

  static NotificationRoute open(
      InetSocketAddress address,
      FaultSwitch faults,
      Observations observations,
      Webhook webhook,
      HeldNotifications held)
      throws IOException {
    var route =
        new NotificationRoute(HttpServer.create(address, 0), faults, observations, webhook, held);
    route.server.createContext("/", route::handle);
    route.server.setExecutor(route.threads);
    route.server.start();
    return route;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    held.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!isRelative(exchange.getRequestURI())) {
        refuse(exchange, BAD_REQUEST);
        return;
      }
      var body = exchange.getRequestBody().readNBytes(MAX_BODY_SIZE + 1);
      if (body.length > MAX_BODY_SIZE) {
        refuse(exchange, CONTENT_TOO_LARGE);
        return;
      }
      var headers = exchange.getRequestHeaders();
      var notification =
          new Notification(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              headers.getFirst("Authorization"),
              headers.getFirst("Content-Type"),
              body,
              keyOf(body));
      exchange.sendResponseHeaders(respond(notification), -1);
    }
  }

  /** Whether the target names no other server. */
  private static boolean isRelative(URI target) {
    return target.getScheme() == null && target.getRawAuthority() == null;
  }

  /** Without reading the rest of the body. */
  private static void refuse(HttpExchange exchange, int status) throws IOException {
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(status, -1);
  }

  private int respond(Notification notification) {
    // MinIO first checks with an empty request whether the target is reachable.
    if (notification.body().length == 0) {
      return webhook.send(notification);
    }
    observations.add(Action.NOTIFICATION_SENT, notification.key(), 0);
    var fault = faults.active().map(FaultSwitch.Activation::fault).orElse(null);
    if (fault == Fault.DROP_NOTIFICATIONS) {
      observations.add(Action.NOTIFICATION_DROPPED, notification.key(), ACCEPTED);
      return ACCEPTED;
    }
    if (fault == Fault.DELAY_NOTIFICATIONS || fault == Fault.REORDER_NOTIFICATIONS) {
      observations.add(Action.NOTIFICATION_HELD, notification.key(), ACCEPTED);
      held.add(notification, fault == Fault.REORDER_NOTIFICATIONS);
      return ACCEPTED;
    }
    var status = deliver(notification);
    if (fault == Fault.DUPLICATE_NOTIFICATIONS) {
      for (var copy = 1; copy < COPIES; copy++) {
        deliver(notification);
      }
    }
    return status;
  }

  private int deliver(Notification notification) {
    var status = webhook.send(notification);
    observations.add(Action.NOTIFICATION_DELIVERED, notification.key(), status);
    return status;
  }

  /** The object key, form-encoded in the notification; null if there is none. */
  private static String keyOf(byte[] body) {
    try {
      var key = JSON.readTree(body).path("Records").path(0).path("s3").path("object").path("key");
      return key.isTextual() ? URLDecoder.decode(key.asText(), StandardCharsets.UTF_8) : null;
    } catch (IOException | IllegalArgumentException unknownFormat) {
      return null;
    }
  }
}

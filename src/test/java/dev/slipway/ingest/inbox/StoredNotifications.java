package dev.slipway.ingest.inbox;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** What tests read from the inbox, and change in it. */
public final class StoredNotifications {
  private StoredNotifications() {}

  /** The id of the newest notification with this body. */
  public static Optional<Long> findNewest(byte[] body) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Notification.<Notification>find("body = ?1 order by id desc", (Object) body)
                    .firstResultOptional()
                    .map(notification -> notification.id));
  }

  public static NotificationState state(long id) {
    return get(id).state;
  }

  public static String reason(long id) {
    return get(id).reason;
  }

  public static byte[] body(long id) {
    return get(id).body;
  }

  public static String transport(long id) {
    return get(id).transport;
  }

  public static long count(String body, NotificationState state) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return QuarkusTransaction.requiringNew()
        .call(() -> Notification.count("body = ?1 and state = ?2", bytes, state));
  }

  public static long count(String body, String transport) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return QuarkusTransaction.requiringNew()
        .call(() -> Notification.count("body = ?1 and transport = ?2", bytes, transport));
  }

  /** Stores a notification that is due at this time, and returns its id. */
  static long insert(byte[] body, String transport, Instant dueAt) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var notification = Notification.create(body, transport, Instant.now());
              notification.nextTryAt = dueAt;
              notification.persist();
              return notification.id;
            });
  }

  static void change(long id, Consumer<Notification> change) {
    QuarkusTransaction.requiringNew().run(() -> change.accept(Notification.findById(id)));
  }

  static Notification get(long id) {
    return QuarkusTransaction.requiringNew().call(() -> Notification.findById(id));
  }
}

package dev.slipway.embedded.relay;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.slipway.embedded.relay.Observations.Action;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Notifications that the store believes to be delivered. Each is sent after a delay, and then every
 * second until the application accepts it, {@value #MAX_ATTEMPTS} times at most. After these
 * attempts, or if the relay ends before, it is lost.
 */
final class HeldNotifications implements AutoCloseable {
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
  private static final int MAX_ATTEMPTS = 300;

  private final Webhook webhook;
  private final Observations observations;
  private final Duration delay;
  private final Deque<Notification> newestFirst = new ArrayDeque<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("slipway-relay-held"));

  HeldNotifications(Webhook webhook, Observations observations, Duration delay) {
    this.webhook = webhook;
    this.observations = observations;
    this.delay = delay;
  }

  /**
   * @param reversed whether all that arrive within the delay are sent together, the newest first
   */
  void add(Notification notification, boolean reversed) {
    if (!reversed) {
      timer.schedule(() -> send(notification, 1), delay.toMillis(), MILLISECONDS);
      return;
    }
    synchronized (newestFirst) {
      newestFirst.push(notification);
      if (newestFirst.size() == 1) {
        timer.schedule(this::sendAll, delay.toMillis(), MILLISECONDS);
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void sendAll() {
    List<Notification> notifications;
    synchronized (newestFirst) {
      notifications = List.copyOf(newestFirst);
      newestFirst.clear();
    }
    notifications.forEach(notification -> send(notification, 1));
  }

  private void send(Notification notification, int attempt) {
    var status = statusOf(notification);
    observations.add(Action.NOTIFICATION_DELIVERED, notification.key(), status);
    if (status / 100 != 2 && attempt < MAX_ATTEMPTS && !timer.isShutdown()) {
      timer.schedule(
          () -> send(notification, attempt + 1), RETRY_INTERVAL.toMillis(), MILLISECONDS);
    }
  }

  /** Returns 0 if the notification can't be sent, so the others are sent nevertheless. */
  private int statusOf(Notification notification) {
    try {
      return webhook.send(notification);
    } catch (RuntimeException notSent) {
      return 0;
    }
  }
}

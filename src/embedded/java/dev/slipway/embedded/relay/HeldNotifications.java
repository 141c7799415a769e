package dev.slipway.embedded.relay;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.slipway.embedded.relay.Observations.Action;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Notifications that the store believes to be delivered. Each is sent after a delay, and then until
 * the application accepts it. If the relay ends before, they are lost.
 */
final class HeldNotifications implements AutoCloseable {
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
  private static final int MAX_ATTEMPTS = 300;

  private final Webhook webhook;
  private final Observations observations;
  private final Duration delay;
  private final Deque<Notification> newestFirst = new ArrayDeque<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(HeldNotifications::daemon);

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
    synchronized (newestFirst) {
      while (!newestFirst.isEmpty()) {
        send(newestFirst.pop(), 1);
      }
    }
  }

  private void send(Notification notification, int attempt) {
    var status = webhook.send(notification);
    observations.add(Action.NOTIFICATION_DELIVERED, notification.key(), status);
    if (status / 100 != 2 && attempt < MAX_ATTEMPTS && !timer.isShutdown()) {
      timer.schedule(
          () -> send(notification, attempt + 1), RETRY_INTERVAL.toMillis(), MILLISECONDS);
    }
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "slipway-relay-held");
    thread.setDaemon(true);
    return thread;
  }
}

package dev.slipway.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Sends the queued events to the webhook in order, and retries each until it is accepted. */
final class EventSender implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EventSender.class);

  /** How soon the end of a pause, or the start of the application, is noticed. */
  private static final long IDLE_MILLISECONDS = 50;

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final EventQueue queue;
  private final EventPause pause;
  private final Webhook webhook;
  private final RetryBackoff backoff = new RetryBackoff();
  private final Thread thread = new Thread(this::run, "slipway-embedded-events");

  private EventSender(EventQueue queue, EventPause pause, Webhook webhook) {
    this.queue = queue;
    this.pause = pause;
    this.webhook = webhook;
  }

  static EventSender start(EventQueue queue, EventPause pause, Webhook webhook) {
    var sender = new EventSender(queue, pause, webhook);
    sender.thread.setDaemon(true);
    sender.thread.start();
    return sender;
  }

  /** Stops sending. Events that are not sent stay in the queue. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        sendOrWait();
      }
    } catch (InterruptedException closed) {
      // The queue is kept for the next start.
    }
  }

  private void sendOrWait() throws InterruptedException {
    try {
      if (pause.isPaused() || !webhook.isAvailable() || !sendOldest()) {
        queue.await(IDLE_MILLISECONDS);
      }
    } catch (IOException | RuntimeException e) {
      // Whatever the failure, the thread must not end: no other would send the queue.
      if (backoff.shouldWarn()) {
        LOG.warnf("Cannot deliver the store's events; they are queued and retried: %s", e);
      }
      Thread.sleep(backoff.nextDelay().toMillis());
    }
  }

  private boolean sendOldest() throws IOException, InterruptedException {
    var oldest = queue.oldest();
    if (oldest.isEmpty()) {
      return false;
    }
    webhook.post(oldest.get());
    Files.delete(oldest.get());
    backoff.reset();
    return true;
  }

  /**
   * The application's endpoint for events.
   *
   * @param url empty until the application listens
   * @param token authenticates the sender
   */
  record Webhook(HttpClient client, Supplier<Optional<URI>> url, String token) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    static Webhook of(Supplier<Optional<URI>> url, String token) {
      return new Webhook(HttpClient.newBuilder().connectTimeout(TIMEOUT).build(), url, token);
    }

    boolean isAvailable() {
      return url.get().isPresent();
    }

    /**
     * @throws IOException unless the response is 2xx
     */
    void post(Path event) throws IOException, InterruptedException {
      var request =
          HttpRequest.newBuilder(
                  url.get()
                      .orElseThrow(() -> new IOException("the application doesn't listen yet")))
              .timeout(TIMEOUT)
              .header("Content-Type", "application/json")
              .header("Authorization", "Bearer " + token)
              .POST(BodyPublishers.ofFile(event))
              .build();
      var status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2) {
        throw new IOException("%s responded with %d".formatted(request.uri(), status));
      }
    }
  }

  /** Delays that double up to three seconds, as in MinIO's own queue, and one warning a minute. */
  private static final class RetryBackoff {
    private static final Duration INITIAL_DELAY = Duration.ofMillis(100);
    private static final Duration MAX_DELAY = Duration.ofSeconds(3);
    private static final Duration WARNING_DELAY = Duration.ofSeconds(1);
    private static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

    private Duration delay = INITIAL_DELAY;
    private long warnedNanos = System.nanoTime() - WARNING_INTERVAL.toNanos();

    void reset() {
      delay = INITIAL_DELAY;
    }

    Duration nextDelay() {
      var current = delay;
      var doubled = delay.multipliedBy(2);
      delay = doubled.compareTo(MAX_DELAY) < 0 ? doubled : MAX_DELAY;
      return current;
    }

    /** Only after failures for a second or more, because a single failure is unimportant. */
    boolean shouldWarn() {
      var now = System.nanoTime();
      if (delay.compareTo(WARNING_DELAY) < 0 || now - warnedNanos < WARNING_INTERVAL.toNanos()) {
        return false;
      }
      warnedNanos = now;
      return true;
    }
  }
}

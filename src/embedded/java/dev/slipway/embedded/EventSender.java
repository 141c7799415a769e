package dev.slipway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Sends the queue's events one after the other, for as long as it takes. */
final class EventSender implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EventSender.class);

  /** How soon a pause's end, or the application's start, is seen. */
  private static final long IDLE_MILLISECONDS = 50;

  private final EventQueue queue;
  private final EventPause pause;
  private final Webhook webhook;
  private final RetryBackoff retry = new RetryBackoff();
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

  /** What is not sent stays in the queue. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        step();
      }
    } catch (InterruptedException closed) {
      // The queue waits for the next start.
    }
  }

  private void step() throws InterruptedException {
    try {
      if (pause.isPaused() || !webhook.isAvailable() || !sendOldest()) {
        queue.await(IDLE_MILLISECONDS);
      }
    } catch (IOException e) {
      if (retry.shouldWarn()) {
        LOG.warnf("The store's events wait, and are tried again: %s", e);
      }
      Thread.sleep(retry.nextDelay().toMillis());
    }
  }

  private boolean sendOldest() throws IOException, InterruptedException {
    var oldest = queue.oldest();
    if (oldest.isEmpty()) {
      return false;
    }
    webhook.post(oldest.get());
    Files.delete(oldest.get());
    retry.reset();
    return true;
  }
}

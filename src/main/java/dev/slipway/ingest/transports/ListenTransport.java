package dev.slipway.ingest.transports;

import dev.slipway.catalogue.sync.NotificationsMayBeLost;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.Transport;
import dev.slipway.ingest.TransportHealth;
import dev.slipway.ingest.inbox.NotificationReceiver;
import dev.slipway.storage.client.BucketEventStream;
import dev.slipway.storage.client.BucketListener;
import dev.slipway.storage.client.ListeningRefusedException;
import dev.slipway.web.Backoff;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Reads notifications from the store's event stream, and reconnects whenever the stream ends. One
 * thread reads a line, stores it and reads the next.
 *
 * <p>It fires {@link NotificationsMayBeLost} after each connect, because events that happened
 * before were not delivered. It also does so after a line that had to wait for the inbox, because
 * the store drops events that a slow reader does not read.
 */
@ApplicationScoped
class ListenTransport {
  private static final Logger LOG = Logger.getLogger(ListenTransport.class);

  /** The maximum bounds the time until a recovered store is noticed. */
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));

  /** The delay after a refusal, which an administrator has to resolve. */
  private static final Duration REFUSED_DELAY = Duration.ofMinutes(1);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final EnabledTransports transports;
  private final BucketListener listener;
  private final RetryingReceiver receiver;
  private final TransportHealth health;
  private final Event<NotificationsMayBeLost> notificationsMayBeLost;
  private final SecureRandom random;
  private volatile Thread thread;
  private int failures;

  ListenTransport(
      EnabledTransports transports,
      BucketListener listener,
      RetryingReceiver receiver,
      TransportHealth health,
      Event<NotificationsMayBeLost> notificationsMayBeLost,
      SecureRandom random) {
    this.transports = transports;
    this.listener = listener;
    this.receiver = receiver;
    this.health = health;
    this.notificationsMayBeLost = notificationsMayBeLost;
    this.random = random;
  }

  void start(@Observes StartupEvent event) {
    if (transports.includes(Transport.LISTEN)) {
      startListening();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopListening();
  }

  void startListening() {
    health.register(Transport.LISTEN);
    thread = new Thread(this::run, "listen-transport");
    thread.setDaemon(true);
    thread.start();
  }

  void stopListening() throws InterruptedException {
    if (thread == null) {
      return;
    }
    thread.interrupt();
    listener.stop();
    thread.join(STOP_TIMEOUT.toMillis());
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        listen();
      }
    } catch (InterruptedException e) {
      LOG.debug("Listening has stopped");
    } catch (Error e) {
      health.reportProblem(Transport.LISTEN, "Listening has ended. Restart the application: " + e);
      throw e;
    }
  }

  private void listen() throws InterruptedException {
    try (var events = listener.listen(NotificationReceiver.MAX_BODY_SIZE + 1)) {
      reportConnected();
      receiveAll(events);
    } catch (ListeningRefusedException e) {
      health.reportProblem(Transport.LISTEN, e.getMessage());
      Thread.sleep(REFUSED_DELAY.toMillis());
    } catch (IOException | RuntimeException e) {
      failures++;
      if (!Thread.currentThread().isInterrupted()) {
        // OkHttp's exception has no message if the store dies in the middle of a response.
        var reason = e.getMessage() == null ? e.toString() : e.getMessage();
        health.reportProblem(Transport.LISTEN, "The connection to the store is lost: " + reason);
      }
      Thread.sleep(BACKOFF.jitteredDelayAfter(failures, random).toMillis());
    }
  }

  private void reportConnected() {
    LOG.info("Listening to the store's events");
    health.reportHealthy(Transport.LISTEN);
    notificationsMayBeLost.fireAsync(new NotificationsMayBeLost());
  }

  private void receiveAll(BucketEventStream events) throws IOException, InterruptedException {
    while (true) {
      var event = events.next();
      if (receiver.receive(event, Transport.LISTEN) > 0) {
        notificationsMayBeLost.fireAsync(new NotificationsMayBeLost());
      }
      // Reset here and not after the connect, because a stream may end at once, again and again.
      failures = 0;
    }
  }
}

package dev.slipway.ingest.transports;

import dev.slipway.catalogue.TransportConnected;
import dev.slipway.ingest.Backoff;
import dev.slipway.ingest.EnabledTransports;
import dev.slipway.ingest.Transport;
import dev.slipway.ingest.TransportHealth;
import dev.slipway.ingest.inbox.NotificationReceiver;
import dev.slipway.storage.client.BucketEventStream;
import dev.slipway.storage.client.BucketListener;
import dev.slipway.storage.client.ListeningRefusedException;
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
 * Listens to the store, and again whenever the stream ends. One thread reads a line, hands it over
 * and reads the next.
 *
 * <p>Each time that it hears the store again, {@link TransportConnected} says so, since what
 * happened before was not told. So does a line that had to wait for the inbox: the store drops what
 * a slow reader does not take.
 */
@ApplicationScoped
class ListenTransport {
  private static final Logger LOG = Logger.getLogger(ListenTransport.class);
  private static final Duration FIRST_DELAY = Duration.ofMillis(500);

  /** Of a store that is back nobody should have to wait longer. */
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(15);

  /** Of a store that must be mended first. */
  private static final Duration DELAY_WHEN_REFUSED = Duration.ofMinutes(1);

  private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

  private final EnabledTransports transports;
  private final BucketListener listener;
  private final RetryingReceiver intake;
  private final TransportHealth health;
  private final Event<TransportConnected> connected;
  private final Backoff backoff;
  private volatile Thread thread;
  private int failures;

  ListenTransport(
      EnabledTransports transports,
      BucketListener listener,
      RetryingReceiver intake,
      TransportHealth health,
      Event<TransportConnected> connected,
      SecureRandom random) {
    this.transports = transports;
    this.listener = listener;
    this.intake = intake;
    this.health = health;
    this.connected = connected;
    this.backoff = new Backoff(FIRST_DELAY, LONGEST_DELAY, random);
  }

  void start(@Observes StartupEvent started) {
    if (transports.includes(Transport.LISTEN)) {
      startListening();
    }
  }

  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
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
    thread.join(LONGEST_STOP.toMillis());
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        listen();
      }
    } catch (InterruptedException stopped) {
      LOG.debug("Listening has ended");
    }
  }

  private void listen() throws InterruptedException {
    try (var events = listener.listen(NotificationReceiver.MAX_BODY_SIZE + 1)) {
      heard();
      follow(events);
    } catch (ListeningRefusedException e) {
      health.reportProblem(Transport.LISTEN, e.getMessage());
      Thread.sleep(DELAY_WHEN_REFUSED.toMillis());
    } catch (IOException | RuntimeException e) {
      failures++;
      if (!Thread.currentThread().isInterrupted()) {
        // What okhttp throws has no message where the store dies in the middle.
        var why = e.getMessage() == null ? e.toString() : e.getMessage();
        health.reportProblem(Transport.LISTEN, "The stream of the store is lost: " + why);
      }
      Thread.sleep(backoff.delayAfter(failures).toMillis());
    }
  }

  private void heard() {
    LOG.info("Listening to the store");
    health.reportHealthy(Transport.LISTEN);
    connected.fireAsync(new TransportConnected());
  }

  private void follow(BucketEventStream events) throws IOException, InterruptedException {
    while (true) {
      var event = events.next();
      if (intake.receive(event, Transport.LISTEN) > 0) {
        connected.fireAsync(new TransportConnected());
      }
      // Not as soon as the stream stands: one that is cut at once, again and again, is no success.
      failures = 0;
    }
  }
}

package dev.slipway.ingest.transports;

import dev.slipway.ingest.Transport;
import dev.slipway.ingest.TransportHealth;
import dev.slipway.ingest.inbox.NotificationReceiver;
import dev.slipway.web.Backoff;
import dev.slipway.web.problem.DatabaseUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Stores notifications that the sender will not send again: it retries until the inbox has stored
 * the notification, however long the database is unavailable, and blocks the caller meanwhile.
 */
@ApplicationScoped
class RetryingReceiver {
  private static final Logger LOG = Logger.getLogger(RetryingReceiver.class);

  /** At most 15 seconds, so that reading resumes soon after a database failover. */
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15));

  private final NotificationReceiver receiver;
  private final TransportHealth health;
  private final SecureRandom random;

  RetryingReceiver(NotificationReceiver receiver, TransportHealth health, SecureRandom random) {
    this.receiver = receiver;
    this.health = health;
    this.random = random;
  }

  /**
   * @return the number of failed attempts
   * @throws InterruptedException if this thread is interrupted; the notification is not stored then
   */
  int receive(byte[] body, Transport transport) throws InterruptedException {
    var failures = 0;
    while (!tryReceive(body, transport)) {
      failures++;
      Thread.sleep(BACKOFF.jitteredDelayAfter(failures, random).toMillis());
    }
    if (failures > 0) {
      health.reportHealthy(transport);
    }
    return failures;
  }

  private boolean tryReceive(byte[] body, Transport transport) {
    try {
      receiver.receive(body, transport);
      return true;
    } catch (RuntimeException e) {
      if (DatabaseUnavailable.isCauseOf(e)) {
        health.reportProblem(transport, "the inbox can't be written: the database does not answer");
      } else {
        LOG.errorf(e, "A notification by %s can't be stored", transport.value());
        health.reportProblem(transport, "the inbox can't be written: see the log");
      }
      return false;
    }
  }
}

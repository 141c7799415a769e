package dev.slipway.ingest.transports;

import dev.slipway.ingest.Backoff;
import dev.slipway.ingest.Transport;
import dev.slipway.ingest.TransportHealth;
import dev.slipway.ingest.inbox.NotificationReceiver;
import dev.slipway.web.problem.DatabaseUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Hands over what the sender will not send again: it tries until the inbox has it, however long
 * that takes, and whoever calls does not go on meanwhile.
 */
@ApplicationScoped
class RetryingReceiver {
  private static final Logger LOG = Logger.getLogger(RetryingReceiver.class);

  /** As long as a database takes to change over, within which nothing should pile up. */
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(15);

  private static final Duration FIRST_DELAY = Duration.ofMillis(250);

  private final NotificationReceiver intake;
  private final TransportHealth health;
  private final Backoff backoff;

  RetryingReceiver(NotificationReceiver intake, TransportHealth health, SecureRandom random) {
    this.intake = intake;
    this.health = health;
    this.backoff = new Backoff(FIRST_DELAY, LONGEST_DELAY, random);
  }

  /**
   * @return the number of tries that failed
   * @throws InterruptedException where this thread is told to end; then the inbox has it not
   */
  int receive(byte[] body, Transport transport) throws InterruptedException {
    var failures = 0;
    while (!isTaken(body, transport)) {
      failures++;
      Thread.sleep(backoff.delayAfter(failures).toMillis());
    }
    if (failures > 0) {
      health.reportHealthy(transport);
    }
    return failures;
  }

  private boolean isTaken(byte[] body, Transport transport) {
    try {
      intake.receive(body, transport);
      return true;
    } catch (RuntimeException e) {
      if (!DatabaseUnavailable.isCauseOf(e)) {
        LOG.errorf(e, "A notification by %s can't be written", transport.value());
      }
      health.reportProblem(transport, "the inbox can't be written: the database does not answer");
      return false;
    }
  }
}

package dev.slipway.ingest;

import dev.slipway.web.DatabaseAway;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Hands over what the sender will not send again: it tries until the inbox has it, however long
 * that takes, and whoever calls does not go on meanwhile.
 */
@ApplicationScoped
class PatientIntake {
  private static final Logger LOG = Logger.getLogger(PatientIntake.class);

  /** As long as a database takes to change over, within which nothing should pile up. */
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(15);

  private static final Duration FIRST_DELAY = Duration.ofMillis(250);

  private final Intake intake;
  private final TransportHealth health;
  private final Backoff backoff;

  PatientIntake(Intake intake, TransportHealth health, SecureRandom random) {
    this.intake = intake;
    this.health = health;
    this.backoff = new Backoff(FIRST_DELAY, LONGEST_DELAY, random);
  }

  /**
   * @return the number of tries that failed
   * @throws InterruptedException where this thread is told to end; then the inbox has it not
   */
  int take(byte[] body, Transport transport) throws InterruptedException {
    var failures = 0;
    while (!isTaken(body, transport)) {
      failures++;
      Thread.sleep(backoff.after(failures).toMillis());
    }
    if (failures > 0) {
      health.fine(transport);
    }
    return failures;
  }

  private boolean isTaken(byte[] body, Transport transport) {
    try {
      intake.take(body, transport);
      return true;
    } catch (RuntimeException e) {
      if (!DatabaseAway.isCauseOf(e)) {
        LOG.errorf(e, "A notification by %s can't be written", transport.word());
      }
      health.trouble(transport, "the inbox can't be written: the database does not answer");
      return false;
    }
  }
}

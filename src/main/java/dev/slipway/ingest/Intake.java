package dev.slipway.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import org.jboss.logging.Logger;

/**
 * Where every transport hands over what came. On return the inbox has it for good; an exception
 * means that it has not, and that the transport must see to its coming again.
 */
@ApplicationScoped
class Intake {
  /** In bytes. A notification has one to two kilobytes; a thousand records would fit. */
  static final int LARGEST = 1024 * 1024;

  private static final Logger LOG = Logger.getLogger(Intake.class);
  private static final int BEGINNING = 64 * 1024;

  private final Receipts receipts;
  private final Inbox inbox;
  private final InboxWorker worker;
  private final InboxMetrics metrics;

  Intake(Receipts receipts, Inbox inbox, InboxWorker worker, InboxMetrics metrics) {
    this.receipts = receipts;
    this.inbox = inbox;
    this.worker = worker;
    this.metrics = metrics;
  }

  /**
   * Keeps a body, however odd.
   *
   * @param body as it came; of one that is larger than a notification can be, only the beginning is
   *     needed, as long as it is longer than {@link #LARGEST}
   */
  void take(byte[] body, Transport transport) {
    if (body.length > LARGEST) {
      LOG.warnf("A notification of over %d bytes, by %s, is dead", LARGEST, transport.word());
      inbox.bury(Arrays.copyOf(body, BEGINNING), transport.word(), "It is larger than 1 MiB");
      metrics.received(transport);
      metrics.settled(NotificationState.DEAD, null);
      return;
    }
    var id = receipts.keep(body, transport.word());
    metrics.received(transport);
    worker.wake(id);
  }
}

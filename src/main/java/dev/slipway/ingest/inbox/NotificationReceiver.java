package dev.slipway.ingest.inbox;

import dev.slipway.ingest.Transport;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import org.jboss.logging.Logger;

/**
 * Where every transport hands over what came. On return the inbox has it for good; an exception
 * means that it has not, and that the transport must see to its coming again.
 */
@ApplicationScoped
public class NotificationReceiver {
  /** In bytes. A notification has one to two kilobytes; a thousand records would fit. */
  public static final int MAX_BODY_SIZE = 1024 * 1024;

  private static final Logger LOG = Logger.getLogger(NotificationReceiver.class);
  private static final int BEGINNING = 64 * 1024;

  private final InboxWriter receipts;
  private final NotificationQueue inbox;
  private final InboxWorker worker;
  private final InboxMetrics metrics;

  public NotificationReceiver(
      InboxWriter receipts, NotificationQueue inbox, InboxWorker worker, InboxMetrics metrics) {
    this.receipts = receipts;
    this.inbox = inbox;
    this.worker = worker;
    this.metrics = metrics;
  }

  /**
   * Keeps a body, however odd.
   *
   * @param body as it came; of one that is larger than a notification can be, only the beginning is
   *     needed, as long as it is longer than {@link #MAX_BODY_SIZE}
   */
  public void receive(byte[] body, Transport transport) {
    if (body.length > MAX_BODY_SIZE) {
      LOG.warnf(
          "A notification of over %d bytes, by %s, is dead", MAX_BODY_SIZE, transport.value());
      inbox.writeDeadLetter(
          Arrays.copyOf(body, BEGINNING), transport.value(), "It is larger than 1 MiB");
      metrics.recordReceived(transport);
      metrics.recordOutcome(NotificationState.DEAD, null);
      return;
    }
    var id = receipts.write(body, transport.value());
    metrics.recordReceived(transport);
    worker.submit(id);
  }
}

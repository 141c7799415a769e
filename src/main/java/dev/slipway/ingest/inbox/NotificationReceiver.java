package dev.slipway.ingest.inbox;

import dev.slipway.ingest.Transport;
import dev.slipway.ingest.inbox.InboxStatements.Received;
import dev.slipway.ingest.inbox.Notification.Claim;
import dev.slipway.web.database.GroupCommit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Stores the notifications of all transports. When {@link #receive} returns, the notification is
 * durable. When it throws, the notification is not stored, and the transport has to deliver it
 * again.
 */
@ApplicationScoped
public class NotificationReceiver {
  /** In bytes. A notification is one to two kilobytes; a thousand records would fit. */
  public static final int MAX_BODY_SIZE = 1024 * 1024;

  private static final Logger LOG = Logger.getLogger(NotificationReceiver.class);
  private static final int TRUNCATED_BODY_SIZE = 64 * 1024;

  /** The largest size of a row beside its body, in bytes. */
  private static final int ROW_SIZE = 1024;

  private final InboxStatements statements;
  private final NotificationQueue queue;
  private final InboxWorker worker;
  private final InboxMetrics metrics;
  private final BurstPacing pacing;

  /** A store sends many notifications at once. Each result begins the processing. */
  private final GroupCommit<Received, Runnable> writes =
      new GroupCommit<>(this::write, received -> received.body().length + ROW_SIZE, MAX_BODY_SIZE);

  public NotificationReceiver(
      InboxStatements statements,
      NotificationQueue queue,
      InboxWorker worker,
      InboxMetrics metrics,
      BurstPacing pacing) {
    this.statements = statements;
    this.queue = queue;
    this.worker = worker;
    this.metrics = metrics;
    this.pacing = pacing;
  }

  /**
   * Stores a body without looking at its content, in a transaction of its own.
   *
   * @param body unchanged; of an oversized one, a beginning that is longer than {@link
   *     #MAX_BODY_SIZE} is enough
   */
  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  public void receive(byte[] body, Transport transport) {
    if (body.length > MAX_BODY_SIZE) {
      LOG.warnf(
          "A notification by %s exceeds %d bytes and is a dead letter",
          transport.value(), MAX_BODY_SIZE);
      queue.writeDeadLetter(
          Arrays.copyOf(body, TRUNCATED_BODY_SIZE),
          transport.value(),
          "The body is larger than 1 MiB");
      metrics.recordReceived(transport);
      metrics.recordOutcome(NotificationState.DEAD, null);
      return;
    }
    var processing = pacing.store(() -> writes.execute(new Received(body, transport.value())));
    metrics.recordReceived(transport);
    processing.run();
  }

  private List<Runnable> write(List<Received> bodies) {
    return worker.hasRoomFor(bodies)
        ? statements.writeClaimed(bodies).stream().map(this::submission).toList()
        : statements.write(bodies).stream().map(this::submission).toList();
  }

  private Runnable submission(Claim claim) {
    return () -> worker.submit(claim);
  }

  private Runnable submission(long id) {
    return () -> worker.submit(id);
  }
}

package dev.slipway.ingest.inbox;

import dev.slipway.audit.AuditLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The transactions of a replay. Each method is one. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class NotificationReplays {
  private static final String ACTION = "notification.replayed";
  private static final int BATCH_SIZE = 1000;

  private final EntityManager entities;
  private final AuditLog audit;
  private final Clock clock;

  NotificationReplays(EntityManager entities, AuditLog audit, Clock clock) {
    this.entities = entities;
    this.audit = audit;
    this.clock = clock;
  }

  NotificationView replay(long id, String account) {
    var notification = Notification.require(id, LockModeType.PESSIMISTIC_WRITE);
    notification.replay(clock.instant());
    audit.record(account, ACTION, Long.toString(id), null);
    notification.flush();
    return NotificationView.require(entities, id);
  }

  void auditBulkReplay(NotificationFilter filter, String account) {
    audit.record(account, ACTION, "inbox", filter.format());
  }

  /**
   * Replays the newest notifications below an id.
   *
   * @return their ids, newest first
   */
  List<Long> replayBatch(NotificationFilter filter, long before, Instant dueAt) {
    var query =
        entities.createQuery(
            "select id from Notification where " + filter.condition() + " order by id desc",
            Long.class);
    filter.parameters(before).forEach(query::setParameter);
    var batch = query.setMaxResults(BATCH_SIZE).getResultList();
    if (!batch.isEmpty()) {
      Notification.replayAll(batch, dueAt);
    }
    return batch;
  }
}

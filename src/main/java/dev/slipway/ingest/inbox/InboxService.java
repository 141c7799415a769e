package dev.slipway.ingest.inbox;

import dev.slipway.audit.AuditLog;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is in the inbox, for admins, who may have any of it applied again. */
@ApplicationScoped
public class InboxService {
  /** The longest page. */
  public static final int MAX_PAGE_SIZE = 100;

  private static final int BATCH = 1000;
  private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(5);
  private static final String NEWEST_FIRST = " order by id desc";

  private final EntityManager entities;
  private final InboxWorker worker;
  private final AuditLog audit;
  private final Clock clock;

  InboxService(EntityManager entities, InboxWorker worker, AuditLog audit, Clock clock) {
    this.entities = entities;
    this.worker = worker;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * @param after the {@code next} of the page before; null for the first
   */
  @Transactional
  public NotificationPage findPage(NotificationFilter filter, Long after, int limit) {
    var query =
        entities.createQuery(
            NotificationView.QUERY + filter.condition() + NEWEST_FIRST, NotificationView.class);
    filter.parameters(after == null ? Long.MAX_VALUE : after).forEach(query::setParameter);
    var found = query.setMaxResults(limit + 1).getResultList();
    return NotificationPage.of(found, limit);
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  @Transactional
  public NotificationView require(long id) {
    return view(id);
  }

  /** How many are dead; they are counted up to {@code most}, since they may be many. */
  @Transactional
  public int countDead(int most) {
    return entities
        .createQuery("select id from Notification where state = DEAD", Long.class)
        .setMaxResults(most)
        .getResultList()
        .size();
  }

  /**
   * The body as it came.
   *
   * @throws ProblemException {@code not-found}
   */
  @Transactional
  public byte[] requireBody(long id) {
    return find(id, LockModeType.NONE).body;
  }

  /**
   * Has one applied again, whatever became of it; the store is asked in any case.
   *
   * @throws ProblemException {@code not-found}
   */
  public NotificationView replay(long id, String account) {
    var view =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  var notification = find(id, LockModeType.PESSIMISTIC_WRITE);
                  notification.replay(clock.instant());
                  audit.record(account, "notification.replayed", Long.toString(id), null);
                  notification.flush();
                  return view(id);
                });
    worker.submit(id);
    return view;
  }

  /**
   * Has all of a filter applied again that are there now, and says how many they are. It goes from
   * the newest to the oldest in short transactions; what is interrupted can be asked for again.
   * Many are spread over time, a thousand every few seconds, so that what comes new is not held up.
   */
  public long replay(NotificationFilter filter, String account) {
    // Before the first: what follows may be interrupted.
    QuarkusTransaction.requiringNew()
        .run(() -> audit.record(account, "notification.replayed", "inbox", filter.describe()));
    var replayed = 0L;
    var due = clock.instant();
    var batch = replayBatch(filter, Long.MAX_VALUE, due);
    while (!batch.isEmpty()) {
      replayed += batch.size();
      due = due.plus(BETWEEN_BATCHES);
      batch = replayBatch(filter, batch.get(batch.size() - 1), due);
    }
    return replayed;
  }

  private List<Long> replayBatch(NotificationFilter filter, long before, Instant due) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var query =
                  entities.createQuery(
                      "select id from Notification where " + filter.condition() + NEWEST_FIRST,
                      Long.class);
              filter.parameters(before).forEach(query::setParameter);
              var batch = query.setMaxResults(BATCH).getResultList();
              replay(batch, due);
              return batch;
            });
  }

  private void replay(List<Long> ids, Instant due) {
    if (!ids.isEmpty()) {
      Notification.update(
          "state = RECEIVED, reason = null, failures = 0, nextTryAt = ?1, settledAt = null,"
              + " replays = replays + 1 where id in ?2",
          due,
          ids);
    }
  }

  private NotificationView view(long id) {
    return entities
        .createQuery(NotificationView.QUERY + "id = :id", NotificationView.class)
        .setParameter("id", id)
        .getResultStream()
        .findFirst()
        .orElseThrow(InboxService::notThere);
  }

  private static Notification find(long id, LockModeType lock) {
    Optional<Notification> found = Notification.findByIdOptional(id, lock);
    return found.orElseThrow(InboxService::notThere);
  }

  private static ProblemException notThere() {
    return new ProblemException(
        ErrorCode.NOT_FOUND, "There is no such notification, or no longer.");
  }
}

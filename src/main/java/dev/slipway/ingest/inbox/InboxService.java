package dev.slipway.ingest.inbox;

import dev.slipway.web.BoundedCount;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** What administrators can do with the inbox: list, inspect and replay notifications. */
@ApplicationScoped
public class InboxService {
  public static final int MAX_PAGE_SIZE = 100;

  /** Between the due times of two batches of a bulk replay. */
  private static final Duration BATCH_INTERVAL = Duration.ofSeconds(5);

  private final EntityManager entities;
  private final NotificationReplays replays;
  private final InboxWorker worker;
  private final Clock clock;

  InboxService(
      EntityManager entities, NotificationReplays replays, InboxWorker worker, Clock clock) {
    this.entities = entities;
    this.replays = replays;
    this.worker = worker;
    this.clock = clock;
  }

  /**
   * A page of notifications, newest first.
   *
   * @param after the {@code next} of the previous page; null for the first page
   */
  @Transactional
  public NotificationPage findPage(NotificationFilter filter, Long after, int limit) {
    return NotificationPage.of(NotificationView.find(entities, filter, after, limit + 1), limit);
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  @Transactional
  public NotificationView require(long id) {
    return NotificationView.require(entities, id);
  }

  /** The number of dead letters, counted up to a maximum because there may be many. */
  @Transactional
  public int countDead(int max) {
    return entities
        .createQuery("select id from Notification where state = DEAD", Long.class)
        .setMaxResults(max)
        .getResultList()
        .size();
  }

  /**
   * Counts unprocessed notifications and dead letters, each along its index.
   *
   * @param max where counting ends; the oldest notification is found among all
   */
  @Transactional
  public InboxBacklog countBacklog(int max) {
    List<Instant> found =
        entities
            .createQuery(
                "select receivedAt from Notification where state = RECEIVED order by nextTryAt",
                Instant.class)
            .setMaxResults(max + 1)
            .getResultList();
    var waiting = BoundedCount.of(found.size(), max);
    var dead = BoundedCount.of(countDead(max + 1), max);
    var oldest =
        waiting.isExact()
            ? found.stream().min(Comparator.naturalOrder()).orElse(null)
            : findOldestWaiting();
    return new InboxBacklog(
        waiting.value(), waiting.isExact(), oldest, dead.value(), dead.isExact());
  }

  /** Those that are due first aren't the oldest, because failures postpone notifications. */
  private Instant findOldestWaiting() {
    return entities
        .createQuery(
            "select min(receivedAt) from Notification where state = RECEIVED", Instant.class)
        .getSingleResult();
  }

  /**
   * The body, unchanged.
   *
   * @throws ProblemException {@code not-found}
   */
  @Transactional
  public byte[] requireBody(long id) {
    return Notification.require(id, LockModeType.NONE).body;
  }

  /**
   * Processes a notification again, whatever its state. The object is checked in the store even if
   * a newer event was applied.
   *
   * @throws ProblemException {@code not-found}
   */
  public NotificationView replay(long id, String account) {
    var view = replays.replay(id, account);
    worker.submit(id);
    return view;
  }

  /**
   * Replays all notifications that match the filter now, from the newest to the oldest, in short
   * transactions. An interrupted replay can be requested again. The batches become due a few
   * seconds apart, so that a large replay does not delay new notifications.
   *
   * @return the number of replayed notifications
   */
  public long replay(NotificationFilter filter, String account) {
    // Before the first batch, because the replay may be interrupted.
    replays.auditBulkReplay(filter, account);
    var replayed = 0L;
    var dueAt = clock.instant();
    var batch = replays.replayBatch(filter, Long.MAX_VALUE, dueAt);
    while (!batch.isEmpty()) {
      replayed += batch.size();
      dueAt = dueAt.plus(BATCH_INTERVAL);
      batch = replays.replayBatch(filter, batch.get(batch.size() - 1), dueAt);
    }
    return replayed;
  }

  /**
   * What waits in the inbox.
   *
   * @param waiting at most the maximum, as {@code dead}
   * @param waitingIsExact whether there are no more than these
   * @param oldestReceivedAt when the oldest unprocessed notification was received, or null
   * @param dead dead letters
   * @param deadIsExact whether there are no more than these
   */
  public record InboxBacklog(
      long waiting,
      boolean waitingIsExact,
      Instant oldestReceivedAt,
      long dead,
      boolean deadIsExact) {}
}

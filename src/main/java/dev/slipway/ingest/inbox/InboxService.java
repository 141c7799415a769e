package dev.slipway.ingest.inbox;

import dev.slipway.ingest.inbox.NotificationQueue.InboxBacklog;
import dev.slipway.web.Page;
import dev.slipway.web.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;

/** Lists, shows and replays notifications for administrators. */
@ApplicationScoped
public class InboxService {
  public static final int MAX_PAGE_SIZE = 100;

  /** Between the due times of two batches of a bulk replay. */
  private static final Duration BATCH_INTERVAL = Duration.ofSeconds(5);

  private final EntityManager entities;
  private final NotificationQueue queue;
  private final NotificationReplays replays;
  private final InboxWorker worker;
  private final Clock clock;

  InboxService(
      EntityManager entities,
      NotificationQueue queue,
      NotificationReplays replays,
      InboxWorker worker,
      Clock clock) {
    this.entities = entities;
    this.queue = queue;
    this.replays = replays;
    this.worker = worker;
    this.clock = clock;
  }

  /**
   * Finds a page of notifications, newest first.
   *
   * @param after the {@code next} of the previous page; null for the first page
   */
  @Transactional
  public Page<NotificationView, Long> findPage(NotificationFilter filter, Long after, int limit) {
    return Page.of(
        NotificationView.find(entities, filter, after, limit + 1), limit, NotificationView::id);
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
   * Counts unprocessed notifications and dead letters.
   *
   * @param max where counting ends; the oldest notification is found among all
   */
  public InboxBacklog countBacklog(int max) {
    return queue.countBacklog(max);
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
   * seconds apart, so that a large replay does not delay new notifications. Their number has no
   * limit of its own: a batch locks a thousand rows for milliseconds and keeps only their ids in
   * memory, and the retention of notifications limits how many there are.
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
}

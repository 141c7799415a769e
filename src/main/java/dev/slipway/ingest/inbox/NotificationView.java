package dev.slipway.ingest.inbox;

import dev.slipway.web.problem.ProblemException;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A notification as the API and the pages show it, without its body.
 *
 * @param transport {@code webhook}, {@code listen} or {@code kafka}
 * @param dialect the sender's dialect; null until the body is parsed, and if the sender is unknown
 * @param state one of {@link NotificationState}
 * @param reason why it ended in this state, or why the last attempt failed; usually null
 * @param tries the number of attempts. The JSON name is kept for existing clients
 * @param nextTryAt null if no attempt is scheduled
 * @param event such as {@code ObjectCreated:Put}; this and the following fields are those of the
 *     first event
 * @param eventAt the store's time of the change
 * @param lagMillis the time from the change to the end of processing
 * @param replays how often an administrator has replayed it
 * @param bytes the size of the body
 */
public record NotificationView(
    long id,
    Instant receivedAt,
    String transport,
    String dialect,
    String state,
    String reason,
    int tries,
    Instant nextTryAt,
    Instant settledAt,
    String event,
    String bucket,
    String key,
    String sequencer,
    Instant eventAt,
    Long lagMillis,
    int replays,
    long bytes) {
  /** Selects the size of each body instead of the body. */
  private static final String QUERY =
      "select new dev.slipway.ingest.inbox.NotificationView(id, receivedAt, transport, dialect,"
          + " state, reason, tries, nextTryAt, settledAt, eventName, bucket, objectKey, sequencer,"
          + " eventAt, replays, cast(sql('octet_length(?)', body) as Integer)) from Notification"
          + " where ";

  NotificationView(
      Long id,
      Instant receivedAt,
      String transport,
      String dialect,
      NotificationState state,
      String reason,
      int tries,
      Instant nextTryAt,
      Instant settledAt,
      String event,
      String bucket,
      String key,
      String sequencer,
      Instant eventAt,
      int replays,
      int bytes) {
    this(
        id,
        receivedAt,
        transport,
        dialect,
        state.name(),
        reason,
        tries,
        state == NotificationState.RECEIVED ? nextTryAt : null,
        settledAt,
        event,
        bucket,
        key,
        sequencer,
        eventAt,
        lag(eventAt, settledAt),
        replays,
        bytes);
  }

  /**
   * The newest notifications that match the filter, newest first.
   *
   * @param before the lowest id of the previous page; null for the first page
   */
  static List<NotificationView> find(
      EntityManager entities, NotificationFilter filter, Long before, int limit) {
    var query =
        entities.createQuery(
            QUERY + filter.condition() + " order by id desc", NotificationView.class);
    filter.parameters(before == null ? Long.MAX_VALUE : before).forEach(query::setParameter);
    return query.setMaxResults(limit).getResultList();
  }

  /**
   * @throws ProblemException {@code not-found}
   */
  static NotificationView require(EntityManager entities, long id) {
    return entities
        .createQuery(QUERY + "id = :id", NotificationView.class)
        .setParameter("id", id)
        .getResultStream()
        .findFirst()
        .orElseThrow(Notification::notFound);
  }

  private static Long lag(Instant eventAt, Instant settledAt) {
    return eventAt == null || settledAt == null
        ? null
        : Duration.between(eventAt, settledAt).toMillis();
  }
}

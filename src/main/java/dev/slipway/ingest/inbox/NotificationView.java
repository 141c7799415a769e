package dev.slipway.ingest.inbox;

import java.time.Duration;
import java.time.Instant;

/**
 * A notification as programs and pages see it, without its body.
 *
 * @param transport {@code webhook}, {@code listen} or {@code kafka}
 * @param dialect how the sender speaks; null before it has been read, and where that can't be told
 * @param state one of {@link NotificationState}
 * @param reason why it ended like this, or what made the last try fail; null in general
 * @param tries how often it was taken to be applied
 * @param nextTryAt null where there is none
 * @param event such as {@code ObjectCreated:Put}; this and what follows of its first record
 * @param eventAt the store's time of the change
 * @param lagMillis from there until it was settled
 * @param replays how often somebody had it applied again
 * @param bytes of the body
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
  /** Where there are many, their bodies are not read along. */
  static final String QUERY =
      "select new dev.slipway.ingest.inbox.NotificationView(id, receivedAt, transport, dialect, state,"
          + " reason, tries, nextTryAt, settledAt, eventName, bucket, objectKey, sequencer, eventAt,"
          + " replays, cast(sql('octet_length(?)', body) as Integer)) from Notification where ";

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

  private static Long lag(Instant eventAt, Instant settledAt) {
    return eventAt == null || settledAt == null
        ? null
        : Duration.between(eventAt, settledAt).toMillis();
  }
}

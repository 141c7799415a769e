package dev.slipway.ingest.format;

import java.time.Instant;
import java.util.List;

/**
 * The result of parsing one notification.
 *
 * @param dialect the sender's dialect; null if it is unknown, in which case the records are parsed
 *     like those of Amazon S3
 * @param events the events that could be parsed
 * @param problem what could not be parsed, or null
 */
public record ParsedNotification(Dialect dialect, List<S3Event> events, String problem) {
  /** A well-formed notification that is about no object, such as a test event. */
  public static ParsedNotification withoutEvents(Dialect dialect) {
    return new ParsedNotification(dialect, List.of(), null);
  }

  static ParsedNotification unreadable(Dialect dialect, UnreadableNotificationException e) {
    return new ParsedNotification(dialect, List.of(), e.getMessage());
  }

  /** The store's time of the first event, or null. */
  public Instant firstEventAt() {
    return events.stream().findFirst().map(S3Event::occurredAt).orElse(null);
  }
}

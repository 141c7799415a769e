package dev.slipway.storage.client;

import dev.slipway.storage.ObjectKey;
import java.util.List;

/**
 * A target of bucket notifications, and the events that the store sends to it.
 *
 * @param name as the store names it, such as {@code arn:minio:sqs::SLIPWAY:webhook}
 * @param events such as {@code s3:ObjectCreated:*}
 * @param prefix of the keys whose events are sent; empty for all keys
 * @param suffix of the keys whose events are sent; empty for all keys
 */
public record NotificationTarget(String name, List<String> events, String prefix, String suffix) {
  private static final String WILDCARD_SUFFIX = ":*";

  /** Whether the prefix and suffix include every key that the catalogue considers. */
  public boolean coversVideos() {
    return ObjectKey.PREFIX.startsWith(prefix) && suffix.isEmpty();
  }

  /** Whether the store sends this event, by its name or by a wildcard. */
  public boolean includesEvent(String event) {
    return events.stream().anyMatch(pattern -> matches(pattern, event));
  }

  private static boolean matches(String pattern, String event) {
    return pattern.equals(event)
        || pattern.endsWith(WILDCARD_SUFFIX)
            && event.startsWith(pattern.substring(0, pattern.length() - 1));
  }
}

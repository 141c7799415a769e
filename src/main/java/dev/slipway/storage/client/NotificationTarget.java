package dev.slipway.storage.client;

import dev.slipway.storage.ObjectKey;
import java.util.List;

/**
 * What the store tells to one target.
 *
 * @param target as the store names it, such as {@code arn:minio:sqs::SLIPWAY:webhook}
 * @param events such as {@code s3:ObjectCreated:*}
 * @param prefix that keys must have, or an empty text
 * @param suffix that keys must have, or an empty text
 */
public record NotificationTarget(String name, List<String> events, String prefix, String suffix) {
  private static final String WILDCARD_SUFFIX = ":*";

  /** Whether it is about all objects that the catalogue looks at. */
  public boolean coversVideos() {
    return ObjectKey.PREFIX.startsWith(prefix) && suffix.isEmpty();
  }

  public boolean includesEvent(String event) {
    return events.stream().anyMatch(named -> includes(named, event));
  }

  private static boolean includes(String named, String event) {
    return named.equals(event)
        || named.endsWith(WILDCARD_SUFFIX)
            && event.startsWith(named.substring(0, named.length() - 1));
  }
}

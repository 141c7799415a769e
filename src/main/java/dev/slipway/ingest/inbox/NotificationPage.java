package dev.slipway.ingest.inbox;

import java.util.List;

/**
 * One page of notifications, newest first.
 *
 * @param next the parameter {@code after} of the next page; null on the last page
 */
public record NotificationPage(List<NotificationView> items, Long next) {
  /**
   * @param found up to one item more than the limit, which shows that there is a next page
   */
  static NotificationPage of(List<NotificationView> found, int limit) {
    return found.size() <= limit
        ? new NotificationPage(found, null)
        : new NotificationPage(found.subList(0, limit), found.get(limit - 1).id());
  }
}

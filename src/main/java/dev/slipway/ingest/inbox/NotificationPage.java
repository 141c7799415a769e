package dev.slipway.ingest.inbox;

import dev.slipway.web.Page;
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
    var page = Page.of(found, limit, NotificationView::id);
    return new NotificationPage(page.items(), page.next());
  }
}

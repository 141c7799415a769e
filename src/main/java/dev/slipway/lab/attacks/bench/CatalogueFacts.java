package dev.slipway.lab.attacks.bench;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoView;
import dev.slipway.ingest.inbox.InboxService;
import dev.slipway.ingest.inbox.NotificationFilter;
import dev.slipway.ingest.inbox.NotificationState;
import dev.slipway.ingest.inbox.NotificationView;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Reads what catalogue and inbox contain about the key of a throw-away upload. */
@ApplicationScoped
class CatalogueFacts {
  private static final int MAX_NOTIFICATIONS = 20;

  private final ObjectStore store;
  private final InboxService inbox;

  CatalogueFacts(ObjectStore store, InboxService inbox) {
    this.store = store;
    this.inbox = inbox;
  }

  /** The number of rows about the key. */
  @Transactional
  long countRows(ObjectKey key) {
    return Video.count("bucket = ?1 and objectKey = ?2", store.bucket(), key.value());
  }

  /** The current row about the key. */
  @Transactional
  Optional<VideoView> findRow(ObjectKey key) {
    return Video.findCurrent(store.bucket(), key).map(VideoView::of);
  }

  boolean hasNotification(ObjectKey key) {
    return !find(key).isEmpty();
  }

  /** Whether the inbox has applied a notification with this sequencer about the key. */
  boolean isApplied(StoreNotification notification) {
    return find(notification.key()).stream()
        .filter(item -> item.state().equals(NotificationState.APPLIED.name()))
        .anyMatch(item -> notification.hasSequencer(item.sequencer()));
  }

  /** How often the inbox has processed a notification with this sequencer about the key. */
  long countProcessed(StoreNotification notification) {
    return find(notification.key()).stream()
        .filter(item -> item.settledAt() != null)
        .filter(item -> notification.hasSequencer(item.sequencer()))
        .count();
  }

  private List<NotificationView> find(ObjectKey key) {
    var filter = NotificationFilter.of(null, key.value());
    return inbox.findPage(filter, null, MAX_NOTIFICATIONS).items();
  }
}

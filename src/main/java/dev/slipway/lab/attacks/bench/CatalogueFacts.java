package dev.slipway.lab.attacks.bench;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoView;
import dev.slipway.ingest.inbox.InboxService;
import dev.slipway.ingest.inbox.NotificationFilter;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** What catalogue and inbox contain about the key of a throw-away upload. */
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

  /** How often the inbox has processed a notification with this sequencer about the key. */
  long countProcessed(StoreNotification notification) {
    var filter = NotificationFilter.of(null, notification.key().value());
    return inbox.findPage(filter, null, MAX_NOTIFICATIONS).items().stream()
        .filter(item -> item.settledAt() != null)
        .filter(item -> notification.hasSequencer(item.sequencer()))
        .count();
  }
}

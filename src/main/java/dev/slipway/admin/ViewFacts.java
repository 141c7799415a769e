package dev.slipway.admin;

import dev.slipway.ingest.NotificationView;
import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import io.quarkus.qute.TemplateExtension;

/** What pages say about notifications, and programs find out by themselves. */
@TemplateExtension
final class ViewFacts {
  private ViewFacts() {}

  /** The id of the upload or video whose object it is about; null where the key is another's. */
  static String sourceId(NotificationView notification) {
    return notification.key() == null || notification.key().isEmpty()
        ? null
        : new ObjectKey(notification.key()).sourceId().map(ObjectId::value).orElse(null);
  }
}

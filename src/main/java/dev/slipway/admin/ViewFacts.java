package dev.slipway.admin;

import dev.slipway.ingest.NotificationView;
import dev.slipway.ingest.reconcile.ReconciliationView;
import dev.slipway.storage.ObjectId;
import dev.slipway.storage.ObjectKey;
import io.quarkus.qute.TemplateExtension;
import java.time.Duration;

/** What pages say about notifications and comparisons, and programs find out by themselves. */
@TemplateExtension
final class ViewFacts {
  private ViewFacts() {}

  /** The id of the upload or video whose object it is about; null where the key is another's. */
  static String sourceId(NotificationView notification) {
    return notification.key() == null || notification.key().isEmpty()
        ? null
        : new ObjectKey(notification.key()).sourceId().map(ObjectId::value).orElse(null);
  }

  /** How long it was under way, or null while it is. */
  static Long tookMillis(ReconciliationView one) {
    return one.startedAt() == null || one.endedAt() == null
        ? null
        : Duration.between(one.startedAt(), one.endedAt()).toMillis();
  }
}

package dev.slipway.admin;

import dev.slipway.doctor.CheckReport;
import dev.slipway.ingest.inbox.NotificationView;
import dev.slipway.reconcile.ReconciliationView;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import io.quarkus.qute.TemplateExtension;
import java.time.Duration;
import java.util.List;

/** What pages say about notifications and comparisons, and programs find out by themselves. */
@TemplateExtension
final class TemplateExtensions {
  private TemplateExtensions() {}

  /** The id of the upload or video whose object it is about; null where the key is another's. */
  static String sourceId(NotificationView notification) {
    return notification.key() == null || notification.key().isEmpty()
        ? null
        : new ObjectKey(notification.key()).sourceId().map(RandomId::value).orElse(null);
  }

  /** The check's message, split into plain text and settings to be shown as code. */
  static List<TextSegment> segments(CheckReport check) {
    return TextSegment.split(check.sentence());
  }

  /** How long it was under way, or null while it is. */
  static Long durationMillis(ReconciliationView one) {
    return one.startedAt() == null || one.endedAt() == null
        ? null
        : Duration.between(one.startedAt(), one.endedAt()).toMillis();
  }
}

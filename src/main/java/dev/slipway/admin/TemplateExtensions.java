package dev.slipway.admin;

import dev.slipway.doctor.CheckReport;
import dev.slipway.ingest.inbox.NotificationView;
import dev.slipway.reconcile.ReconciliationView;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import io.quarkus.qute.TemplateExtension;
import java.time.Duration;
import java.util.List;

/** Derived values for the admin templates, which the API does not contain. */
@TemplateExtension
final class TemplateExtensions {
  private TemplateExtensions() {}

  /** Returns the id of the upload or video that the key belongs to, or null if there is none. */
  static String uploadId(NotificationView notification) {
    return notification.key() == null || notification.key().isEmpty()
        ? null
        : new ObjectKey(notification.key()).uploadId().map(RandomId::value).orElse(null);
  }

  /** Returns the check's message, split into plain text and code. */
  static List<TextSegment> segments(CheckReport check) {
    return TextSegment.split(check.message());
  }

  /** Returns how long the reconciliation took, or null if it has not ended. */
  static Long durationMillis(ReconciliationView reconciliation) {
    return reconciliation.startedAt() == null || reconciliation.endedAt() == null
        ? null
        : Duration.between(reconciliation.startedAt(), reconciliation.endedAt()).toMillis();
  }
}

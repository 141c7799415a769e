package dev.slipway.admin;

import dev.slipway.audit.AuditEntryView;
import io.quarkus.qute.TemplateExtension;

/** What entries of the audit log say, for the page. */
@TemplateExtension
final class AuditWords {
  private AuditWords() {}

  /** Returns the action in words. Most codes are words already, such as {@code video.trashed}. */
  static String what(AuditEntryView entry) {
    return switch (entry.action()) {
      case "access.denied" -> "Access refused";
      case "audit.expired" -> "Old audit entries deleted";
      case "audit.exported" -> "Audit log exported";
      case "dashboard.rebuilt" -> "Dashboard counted again";
      case "bulk.began" -> "Bulk job begun";
      case "bulk.failed" -> "Bulk job failed";
      case "bulk.finished" -> "Bulk job finished";
      case "bulk.resumed" -> "Bulk job resumed";
      case "bulk.stopped" -> "Bulk job stopped";
      case "bulk.undone" -> "Bulk job undone";
      case "deletion.signed" -> "URL signed that deletes the video";
      case "login.failed" -> "Login failed";
      case "login.throttled" -> "Too many failed logins";
      case "login.ended" -> "Logged out";
      case "login.succeeded" -> "Logged in";
      case "notification.replayed" -> "Notification processed again";
      case "object.removed" -> "Unwanted object removed";
      case "processing.dead" -> "Processing given up";
      case "reconciliation.asked" -> "Reconciliation requested";
      case "share.opened" -> "Share link opened";
      case "share.refused" -> "Wrong password of a share link";
      case "share.created" -> "Share link created";
      case "share.revoked" -> "Share link revoked";
      case "upload.resigned" -> "New upload URL signed";
      case "video.renditions" -> "Renditions made";
      case "videos.exported" -> "List of videos exported";
      case "webhook.rotated" -> "Webhook secret replaced";
      default -> capitalize(entry.action().replace('.', ' '));
    };
  }

  /** Returns the path of the page about the subject; null if there is none. */
  static String page(AuditEntryView entry) {
    return switch (entry.subjectType()) {
      case VIDEO, UPLOAD -> "/videos/" + entry.subject();
      case WEBHOOK -> "/webhooks/" + entry.subject();
      case NOTIFICATION -> "/admin/inbox/" + entry.subject();
      case RECONCILIATION -> "/admin/drift/" + entry.subject();
      case BULK_JOB -> "/admin/jobs/" + entry.subject();
      case ACCOUNT, SHARE, TOKEN, APPLICATION, OTHER -> null;
    };
  }

  private static String capitalize(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}

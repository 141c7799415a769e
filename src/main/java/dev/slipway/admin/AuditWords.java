package dev.slipway.admin;

import dev.slipway.audit.AuditActions;
import dev.slipway.audit.AuditEntryView;
import io.quarkus.qute.TemplateExtension;

/** What entries of the audit log say, for the page. */
@TemplateExtension
final class AuditWords {
  private AuditWords() {}

  /** Returns the action in words. */
  static String what(AuditEntryView entry) {
    return AuditActions.describe(entry.action());
  }

  /** Returns the type of the subject in words, such as {@code Bulk job}. */
  static String subjectWords(AuditEntryView entry) {
    var words = entry.subjectType().lowerCaseName().replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
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
}

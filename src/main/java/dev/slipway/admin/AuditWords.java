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
}

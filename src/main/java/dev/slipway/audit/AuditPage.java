package dev.slipway.audit;

import java.util.List;

/**
 * Entries of the audit log, the newest first.
 *
 * @param next the cursor with which older entries follow, as {@code after}; null if there are none
 * @param previous the cursor with which newer entries follow, as {@code before}; null if there are
 *     none
 */
public record AuditPage(List<AuditEntryView> items, String next, String previous) {
  static AuditPage of(List<AuditEntry> entries, boolean hasOlder, boolean hasNewer) {
    var items = entries.stream().map(AuditEntryView::of).toList();
    if (items.isEmpty()) {
      return new AuditPage(items, null, null);
    }
    return new AuditPage(
        items,
        hasOlder ? items.get(items.size() - 1).cursor() : null,
        hasNewer ? items.get(0).cursor() : null);
  }
}

package dev.slipway.audit;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;

/**
 * An entry of the audit log as clients see it.
 *
 * @param actor an account's name, {@code system}, {@code store} or {@code anonymous}
 * @param action thing and past participle, such as {@code upload.opened}
 * @param subjectType what the subject is the id of, such as {@code video}
 * @param subject the id of what changed
 * @param detail an explanation for people, or null
 * @param address the client's network address, or null
 * @param traceId the id of the request, as in the log; null without one
 * @param cursor with it as {@code after}, a list or an export continues behind this entry
 */
@JsonPropertyOrder({
  "id",
  "at",
  "actor",
  "action",
  "subjectType",
  "subject",
  "detail",
  "address",
  "traceId",
  "cursor"
})
public record AuditEntryView(
    long id,
    Instant at,
    String actor,
    String action,
    SubjectType subjectType,
    String subject,
    String detail,
    String address,
    String traceId,
    String cursor) {
  static AuditEntryView of(AuditEntry entry) {
    return new AuditEntryView(
        entry.id(),
        entry.at(),
        entry.actor(),
        entry.action(),
        SubjectType.of(entry),
        entry.subject(),
        entry.detail(),
        entry.address(),
        entry.traceId(),
        AuditCursor.of(entry).encoded());
  }
}

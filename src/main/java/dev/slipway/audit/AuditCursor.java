package dev.slipway.audit;

import dev.slipway.web.cursor.OpaqueCursor;
import dev.slipway.web.cursor.StorableTime;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.time.Instant;

/** The place of one entry in the list, also when that entry has expired. Opaque to clients. */
record AuditCursor(Instant at, long id) {
  static AuditCursor of(AuditEntry entry) {
    return new AuditCursor(entry.at(), entry.id());
  }

  /**
   * @param name the parameter, for the error message
   * @throws ProblemException {@code invalid-request} if no page has returned it
   */
  static AuditCursor parse(String name, String text) {
    return OpaqueCursor.parse(text, AuditCursor::parsePlain, AuditCursor::encoded)
        .filter(cursor -> !cursor.at.isBefore(Instant.EPOCH))
        .filter(cursor -> !cursor.at.isAfter(StorableTime.MAX))
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.INVALID_REQUEST,
                    "'%s' must be the cursor of a page or an entry. Start again from the first page."
                        .formatted(name)));
  }

  private static AuditCursor parsePlain(String plain) {
    var dot = plain.indexOf('.');
    return new AuditCursor(
        StorableTime.ofMicros(Long.parseLong(plain.substring(0, dot))),
        Long.parseLong(plain.substring(dot + 1)));
  }

  /** In microseconds, as PostgreSQL keeps times. */
  String encoded() {
    return OpaqueCursor.encode(StorableTime.toMicros(at) + "." + id);
  }
}

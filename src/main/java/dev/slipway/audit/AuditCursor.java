package dev.slipway.audit;

import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** The place of one entry in the list, also when that entry has expired. Opaque to clients. */
record AuditCursor(Instant at, long id) {
  /** PostgreSQL rejects years before 4713 BC and after 294276. */
  private static final Instant MIN = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant MAX = Instant.parse("9999-12-31T23:59:59Z");

  static AuditCursor of(AuditEntry entry) {
    return new AuditCursor(entry.at(), entry.id());
  }

  /**
   * @param name the parameter, for the error message
   * @throws ProblemException {@code invalid-request} if no page has returned it
   */
  static AuditCursor parse(String name, String text) {
    try {
      var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      var dot = plain.indexOf('.');
      var at = Instant.EPOCH.plus(Long.parseLong(plain.substring(0, dot)), ChronoUnit.MICROS);
      var cursor = new AuditCursor(at, Long.parseLong(plain.substring(dot + 1)));
      if (!at.isBefore(MIN) && !at.isAfter(MAX) && cursor.encoded().equals(text)) {
        return cursor;
      }
    } catch (RuntimeException invalid) {
      // The same answer as for a cursor that no page has returned.
    }
    throw new ProblemException(
        ErrorCode.INVALID_REQUEST,
        "'%s' must be the cursor of a page or an entry. Start again from the first page."
            .formatted(name));
  }

  /** In microseconds, as PostgreSQL keeps times. */
  String encoded() {
    var plain = ChronoUnit.MICROS.between(Instant.EPOCH, at) + "." + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }
}

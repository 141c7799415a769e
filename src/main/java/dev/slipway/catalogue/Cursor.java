package dev.slipway.catalogue;

import dev.slipway.storage.RandomId;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * The last row of one page of a listing: the next page starts after it. Clients get it as an opaque
 * text.
 *
 * @param time the value of the column that orders the listing
 */
record Cursor(Instant time, String id) {
  /** Stores report times of four-digit years. PostgreSQL rejects years before 4713 BC. */
  private static final Instant MIN_TIME = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * @throws ProblemException {@code invalid-request} if the text isn't an encoded cursor
   */
  static Cursor parse(String text) {
    try {
      var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      var parts = plain.split("\\.", 2);
      var micros = Long.parseLong(parts[0]);
      var cursor =
          new Cursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), new RandomId(parts[1]).value());
      if (cursor.isPossible() && cursor.encoded().equals(text)) {
        return cursor;
      }
    } catch (RuntimeException invalid) {
      // The same answer as for a cursor that no page has returned.
    }
    throw new ProblemException(
        ErrorCode.INVALID_REQUEST, "'after' must be the value of 'next' in the page before.");
  }

  private boolean isPossible() {
    return time.isAfter(MIN_TIME) && time.isBefore(MAX_TIME);
  }

  /** The text for clients. PostgreSQL keeps times to the microsecond. */
  String encoded() {
    var micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
    var plain = micros + "." + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }
}

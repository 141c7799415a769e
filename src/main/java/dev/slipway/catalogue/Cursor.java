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
 */
record Cursor(Instant storedAt, String id) {
  static Cursor after(Video video) {
    return new Cursor(video.storedAt, video.id);
  }

  /**
   * @throws ProblemException {@code invalid-request} if the text isn't an encoded cursor
   */
  static Cursor parse(String text) {
    try {
      var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      var parts = plain.split("\\.", 2);
      var micros = Long.parseLong(parts[0]);
      return new Cursor(
          Instant.EPOCH.plus(micros, ChronoUnit.MICROS), new RandomId(parts[1]).value());
    } catch (RuntimeException invalid) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "'after' must be the value of 'next' in the page before.");
    }
  }

  /** The text for clients. PostgreSQL keeps times to the microsecond. */
  String encoded() {
    var micros = ChronoUnit.MICROS.between(Instant.EPOCH, storedAt);
    var plain = micros + "." + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }
}

package dev.slipway.catalogue;

import dev.slipway.storage.RandomId;
import dev.slipway.web.problem.ErrorCode;
import dev.slipway.web.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** Where a page of a listing ended: the next one begins behind this row. Opaque to clients. */
record Cursor(Instant storedAt, String id) {
  static Cursor after(VideoView video) {
    return new Cursor(video.storedAt(), video.id());
  }

  /**
   * @throws ProblemException where the text is no cursor of ours
   */
  static Cursor parse(String text) {
    try {
      var plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
      var parts = plain.split("\\.", 2);
      var micros = Long.parseLong(parts[0]);
      return new Cursor(
          Instant.EPOCH.plus(micros, ChronoUnit.MICROS), new RandomId(parts[1]).value());
    } catch (RuntimeException notOurs) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "'after' must be the 'next' of the page before.");
    }
  }

  String encoded() {
    var micros = ChronoUnit.MICROS.between(Instant.EPOCH, storedAt);
    var plain = micros + "." + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
  }
}

package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.answer.StoreAnswer;
import dev.slipway.lab.signature.url.SignedUrl;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The reports of stores about their clock. Amazon's answers contain its times: {@code ServerTime},
 * with {@code Expires} of an expired URL, or with {@code RequestTime} of a date that is too far
 * off. The other stores report no times.
 */
final class ClockFindings {
  /** A pre-signed URL contains every time that the store compares with its own. */
  static final String CLOCKS =
      " Only the clocks of the signer and the store count, never the client's.";

  private ClockFindings() {}

  /** Explains an answer about expiry. */
  static Finding expired(StoreAnswer answer, SignedUrl url) {
    var finding =
        Finding.error(
            "expired",
            "When the request arrived, the URL had expired by the clock of the store. Sign a new"
                + " one."
                + CLOCKS);
    var expiry = time(answer, "Expires").or(url::expiresAt);
    var storeTime = storeTime(answer);
    return expiry.isPresent() && storeTime.isPresent()
        ? finding.comparing("before " + expiry.get(), byStoreClock(storeTime.get()))
        : finding;
  }

  /** Explains an answer that the URL isn't valid yet. */
  static Finding signedInFuture(StoreAnswer answer, SignedUrl url) {
    return comparing(
        Finding.error(
            "clock-differs",
            "By the clock of the store, the URL was signed in the future. Correct the clock of the"
                + " signer."
                + CLOCKS),
        answer,
        url.signedAt());
  }

  /** Explains the code {@code RequestTimeTooSkewed}. */
  static Finding skewed(StoreAnswer answer, SignedUrl url) {
    return comparing(
        Finding.error(
            "clock-differs",
            "The clocks of signer and store differ by more than 15 minutes. Correct the wrong one."
                + CLOCKS),
        answer,
        time(answer, "RequestTime").or(url::signedAt));
  }

  /** The time of the store, if its answer contains it. */
  static Optional<Instant> storeTime(StoreAnswer answer) {
    return time(answer, "ServerTime");
  }

  /** Signatures carry whole seconds. */
  static String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Without the two times, the store's message is all that there is. */
  private static Finding comparing(Finding finding, StoreAnswer answer, Optional<Instant> signed) {
    var storeTime = storeTime(answer);
    if (storeTime.isPresent() && signed.isPresent()) {
      return finding.comparing(byStoreClock(storeTime.get()), shown(signed.get()));
    }
    return answer.message().isEmpty() ? finding : finding.comparing(null, answer.message());
  }

  private static String byStoreClock(Instant time) {
    return shown(time) + " by the clock of the store";
  }

  private static Optional<Instant> time(StoreAnswer answer, String field) {
    try {
      return answer.field(field).map(text -> Instant.parse(text.strip()));
    } catch (DateTimeException otherForm) {
      return Optional.empty();
    }
  }
}

package dev.slipway.lab.signature.findings;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the URL is valid now, and whether the clocks agree. */
final class TimeChecks {
  private static final Duration MAX_LIFETIME = Duration.ofDays(7);

  /** Stores refuse dates that are further in the future. */
  private static final Duration MAX_SKEW = Duration.ofMinutes(15);

  /** Less is normal. */
  private static final Duration NOTABLE_SKEW = Duration.ofMinutes(1);

  private TimeChecks() {}

  static List<Finding> check(Evidence evidence) {
    var findings = new ArrayList<Finding>();
    checkSyntax(evidence, findings);
    checkExpiry(evidence, findings);
    evidence.url().signedAt().ifPresent(at -> checkSigningTime(at, evidence.now(), findings));
    checkStoreClock(evidence, findings);
    return findings;
  }

  private static void checkSyntax(Evidence evidence, List<Finding> findings) {
    var url = evidence.url();
    var date = url.parameter("Date");
    if (date.isPresent() && url.signedAt().isEmpty()) {
      findings.add(
          Finding.error("date-invalid", "The date must be in UTC, without separators.")
              .comparing("20261125T120000Z", date.get()));
    }
    var expires = url.parameter("Expires");
    var lifetime = url.lifetime();
    if (expires.isPresent() && (lifetime.isEmpty() || lifetime.get().isZero())) {
      findings.add(
          Finding.error("expiry-invalid", "The lifetime must be a number of seconds, at least 1.")
              .comparing("1 to " + MAX_LIFETIME.toSeconds(), expires.get()));
    } else if (lifetime.filter(time -> time.compareTo(MAX_LIFETIME) > 0).isPresent()) {
      findings.add(
          Finding.error("expiry-too-long", "A URL can be valid for at most 7 days.")
              .comparing("1 to " + MAX_LIFETIME.toSeconds(), expires.get()));
    }
  }

  /** An answer with the time at which the request arrived says more than the time of now. */
  private static void checkExpiry(Evidence evidence, List<Finding> findings) {
    if (evidence.answer().flatMap(ClockFindings::storeTime).isPresent()
        && evidence.answer().filter(AnswerChecks::isExpiry).isPresent()) {
      return;
    }
    evidence
        .url()
        .expiresAt()
        .filter(expiry -> expiry.isBefore(evidence.now()))
        .ifPresent(
            expiry ->
                findings.add(
                    Finding.error(
                            "expired",
                            "The URL has expired. Sign a new one. The store compares the expiry"
                                + " with its clock when the headers of a request arrive."
                                + ClockFindings.CLOCKS)
                        .comparing("before " + expiry, ClockFindings.shown(evidence.now()))));
  }

  private static void checkSigningTime(Instant signedAt, Instant now, List<Finding> findings) {
    var ahead = Duration.between(now, signedAt);
    if (ahead.compareTo(MAX_SKEW) > 0) {
      findings.add(
          Finding.error(
                  "signed-in-future",
                  "The URL was signed more than 15 minutes in the future, which stores refuse."
                      + " Correct the clock of the signer."
                      + ClockFindings.CLOCKS)
              .comparing(ClockFindings.shown(now), signedAt.toString()));
    } else if (ahead.compareTo(NOTABLE_SKEW) > 0) {
      findings.add(
          Finding.warning(
                  "clock-ahead",
                  "The clock of the signer is ahead. Stores accept up to 15 minutes."
                      + ClockFindings.CLOCKS)
              .comparing(ClockFindings.shown(now), signedAt.toString()));
    }
  }

  /** For an answer that contains the time of the store. */
  private static void checkStoreClock(Evidence evidence, List<Finding> findings) {
    var signedAt = evidence.url().signedAt();
    evidence
        .answer()
        .filter(answer -> !answer.code().equals("RequestTimeTooSkewed"))
        .filter(answer -> isBefore(ClockFindings.storeTime(answer), signedAt))
        .ifPresent(answer -> findings.add(ClockFindings.signedInFuture(answer, evidence.url())));
  }

  private static boolean isBefore(Optional<Instant> storeTime, Optional<Instant> signedAt) {
    return storeTime.isPresent()
        && signedAt.isPresent()
        && storeTime.get().plus(NOTABLE_SKEW).isBefore(signedAt.get());
  }
}

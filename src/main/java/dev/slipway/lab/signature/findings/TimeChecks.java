package dev.slipway.lab.signature.findings;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  private static void checkExpiry(Evidence evidence, List<Finding> findings) {
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
                                + " with its clock when the headers of a request arrive.")
                        .comparing("before " + expiry, shown(evidence.now()))));
  }

  private static void checkSigningTime(Instant signedAt, Instant now, List<Finding> findings) {
    var ahead = Duration.between(now, signedAt);
    if (ahead.compareTo(MAX_SKEW) > 0) {
      findings.add(
          Finding.error(
                  "signed-in-future",
                  "The URL was signed more than 15 minutes in the future, which stores refuse."
                      + " Correct the clock of the signer.")
              .comparing(shown(now), signedAt.toString()));
    } else if (ahead.compareTo(NOTABLE_SKEW) > 0) {
      findings.add(
          Finding.warning(
                  "clock-ahead",
                  "The clock of the signer is ahead. Stores accept up to 15 minutes.")
              .comparing(shown(now), signedAt.toString()));
    }
  }

  /** Amazon's answers contain the time of the store. */
  private static void checkStoreClock(Evidence evidence, List<Finding> findings) {
    var serverTime = evidence.answer().flatMap(answer -> answer.field("ServerTime"));
    var signedAt = evidence.url().signedAt();
    if (serverTime.isEmpty() || signedAt.isEmpty()) {
      return;
    }
    parse(serverTime.get())
        .filter(time -> time.plus(NOTABLE_SKEW).isBefore(signedAt.get()))
        .ifPresent(
            time ->
                findings.add(
                    Finding.error(
                            "clock-differs",
                            "By the clock of the store, the URL was signed in the future. Correct"
                                + " the clock of the signer.")
                        .comparing(time.toString(), signedAt.get().toString())));
  }

  /** Signatures carry whole seconds. */
  private static String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Optional<Instant> parse(String text) {
    try {
      return Optional.of(Instant.parse(text.strip()));
    } catch (DateTimeException other) {
      return Optional.empty();
    }
  }
}

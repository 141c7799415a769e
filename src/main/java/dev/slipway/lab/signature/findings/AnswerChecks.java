package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.answer.StoreAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Explains the error code of the store's answer, and whether the answer belongs to the URL. */
final class AnswerChecks {
  private static final int PRECONDITION_FAILED = 412;

  private AnswerChecks() {}

  static List<Finding> check(Evidence evidence) {
    if (evidence.answer().isEmpty()) {
      return List.of();
    }
    var answer = evidence.answer().get();
    var findings = new ArrayList<Finding>();
    explain(answer).ifPresent(findings::add);
    checkBelongsToUrl(evidence, answer, findings);
    answer
        .field("Region")
        .filter(region -> !region.equals(evidence.url().credential().region()))
        .ifPresent(
            region ->
                findings.add(
                    Finding.error("region-differs", "The store names another region. Sign for it.")
                        .comparing(region, evidence.url().credential().region())));
    answer
        .field("Endpoint")
        .ifPresent(
            endpoint ->
                findings.add(
                    Finding.error("host-differs", "The store names another endpoint. Sign for it.")
                        .comparing(endpoint, evidence.url().host())));
    return findings;
  }

  private static Optional<Finding> explain(StoreAnswer answer) {
    if (answer.code().equals("ExpiredToken") && isExpiry(answer)) {
      return Optional.of(expired());
    }
    var known = Refusal.of(answer.code());
    if (known.isPresent()) {
      return known.map(finding -> withMessage(finding, answer));
    }
    if (answer.code().equals("AccessDenied")) {
      return Optional.of(explainDenial(answer));
    }
    if (answer.code().isEmpty() && answer.status() == PRECONDITION_FAILED) {
      return Refusal.of("PreconditionFailed");
    }
    return answer.code().isEmpty() || answer.code().equals("SignatureDoesNotMatch")
        ? Optional.empty()
        : Optional.of(
            withMessage(
                Finding.warning(
                    "other-refusal", "The store gives a reason other than the signature."),
                answer));
  }

  /** Stores use this code for expiry, for missing headers and for missing permissions. */
  private static Finding explainDenial(StoreAnswer answer) {
    if (isExpiry(answer)) {
      return expired();
    }
    var message = answer.message().toLowerCase(Locale.ROOT);
    if (message.contains("signed")) {
      return withMessage(
          Finding.error(
              "header-unsigned",
              "The store received a header that must be signed but isn't, or lacks one that is"
                  + " signed."),
          answer);
    }
    if (message.contains("not yet valid") || message.contains("not valid yet")) {
      return withMessage(
          Finding.error(
              "clock-differs",
              "By the clock of the store, the URL was signed in the future. Correct the clock of"
                  + " the signer."),
          answer);
    }
    return withMessage(
        Finding.error(
            "permission-missing",
            "The store denies access although it doesn't complain about the signature: the user of"
                + " the access key may not do this with this object. Check the policies of user and"
                + " bucket."),
        answer);
  }

  private static boolean isExpiry(StoreAnswer answer) {
    return answer.message().toLowerCase(Locale.ROOT).contains("expired");
  }

  private static Finding expired() {
    return Finding.error(
        "expired", "When the request arrived, the URL had expired by the clock of the store.");
  }

  private static void checkBelongsToUrl(
      Evidence evidence, StoreAnswer answer, List<Finding> findings) {
    var url = evidence.url();
    answer
        .field("SignatureProvided")
        .filter(signature -> !signature.equals(url.signature()))
        .ifPresent(
            signature ->
                findings.add(
                    Finding.error(
                            "answer-of-another-url",
                            "The answer is about a request with another signature than this URL.")
                        .comparing(url.signature(), signature)));
    answer
        .field("AWSAccessKeyId")
        .filter(key -> !key.equals(url.credential().accessKey()))
        .ifPresent(
            key ->
                findings.add(
                    Finding.error(
                            "answer-of-another-url",
                            "The answer is about a request with another access key than this URL.")
                        .comparing(url.credential().accessKey(), key)));
  }

  /** The store's message often names the parameter or header. */
  private static Finding withMessage(Finding finding, StoreAnswer answer) {
    return answer.message().isEmpty() ? finding : finding.comparing(null, answer.message());
  }
}

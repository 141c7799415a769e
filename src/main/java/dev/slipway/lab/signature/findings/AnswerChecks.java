package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.answer.StoreAnswer;
import dev.slipway.lab.signature.canonical.SignedLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Explains the error code of the store's answer, and whether the answer belongs to the URL. */
final class AnswerChecks {
  private static final int BAD_REQUEST = 400;
  private static final int PRECONDITION_FAILED = 412;

  /** A hostile answer can name thousands. */
  private static final int MAX_UNSIGNED_HEADERS = 20;

  private AnswerChecks() {}

  static List<Finding> check(Evidence evidence) {
    if (evidence.answer().isEmpty()) {
      return List.of();
    }
    var answer = evidence.answer().get();
    var findings = new ArrayList<Finding>();
    findings.addAll(explain(evidence, answer));
    if (answer.code().isEmpty() && answer.status() >= BAD_REQUEST && isHead(evidence)) {
      findings.add(
          Finding.info(
              "reason-not-shown",
              "An answer to HEAD has no body, so it contains no reason. Sign a GET of the same object"
                  + " and send that. If it succeeds, the URL was signed for GET, which doesn't permit"
                  + " HEAD."));
    }
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

  private static boolean isHead(Evidence evidence) {
    return evidence.sent().filter(sent -> "HEAD".equals(sent.method())).isPresent();
  }

  /** The names of the headers that the store refuses because they aren't signed. */
  static Set<String> unsignedHeaders(Evidence evidence) {
    return evidence.answer().flatMap(answer -> answer.field("HeadersNotSigned")).stream()
        .flatMap(names -> Arrays.stream(names.split("[,;\\s]+")))
        .filter(name -> !name.isEmpty())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .distinct()
        .limit(MAX_UNSIGNED_HEADERS)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<Finding> explain(Evidence evidence, StoreAnswer answer) {
    var unsigned = unsignedHeaders(evidence);
    return unsigned.isEmpty()
        ? explainCode(evidence, answer).stream().toList()
        : unsigned.stream().map(AnswerChecks::unsigned).toList();
  }

  private static Optional<Finding> explainCode(Evidence evidence, StoreAnswer answer) {
    // Google's store has no temporary credentials, and uses this code for the URL.
    if (answer.code().equals("ExpiredToken")
        && (evidence.url().scheme().isGoogle() || isExpiry(answer))) {
      return Optional.of(expired());
    }
    if (answer.code().equals("MalformedSecurityHeader")
        && answer.field("ParameterName").isPresent()) {
      return Optional.of(explainHeader(answer, answer.field("ParameterName").get()));
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

  /**
   * Stores use this code for expiry, for missing headers and for missing permissions. Their
   * messages contain names of users and keys, so a single word means nothing.
   */
  private static Finding explainDenial(StoreAnswer answer) {
    if (isExpiry(answer)) {
      return expired();
    }
    var message = answer.message().toLowerCase(Locale.ROOT);
    if (message.contains("which were not signed")) {
      return withMessage(
          Finding.error(
              "header-unsigned",
              "The store received a header that must be signed but isn't, or lacks one that is"
                  + " signed."),
          answer);
    }
    if (message.contains("request is not yet valid")
        || message.contains("request is not valid yet")) {
      return withMessage(
          Finding.error(
              "clock-differs",
              "By the clock of the store, the URL was signed in the future. Correct the clock of"
                  + " the signer."),
          answer);
    }
    if (message.contains("anonymous caller")) {
      return withMessage(
          Finding.error(
              "signature-lost",
              "The store received no signature: the parameters of the URL were lost or changed on the"
                  + " way. Put the URL in quotes in a shell, and don't escape its ampersands."),
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

  /** Google names the header, and says in which of the two lists it is. */
  private static Finding explainHeader(StoreAnswer answer, String parameter) {
    var name = parameter.toLowerCase(Locale.ROOT);
    if (answer.message().contains("not in the request")) {
      return HeaderChecks.missing(name).at(SignedLine.HEADER_PREFIX + name);
    }
    return withMessage(unsigned(name), answer);
  }

  private static Finding unsigned(String name) {
    return Finding.error(
            "header-unsigned",
            "The store refuses the header %s, because it isn't signed. Leave it out, or sign it."
                .formatted(name))
        .at(SignedLine.HEADER_PREFIX + name);
  }

  private static boolean isExpiry(StoreAnswer answer) {
    var message = answer.message().toLowerCase(Locale.ROOT);
    return message.contains("request has expired") || message.contains("request signature expired");
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

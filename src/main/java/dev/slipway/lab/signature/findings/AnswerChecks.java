package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.answer.StoreAnswer;
import dev.slipway.lab.signature.canonical.SignedLine;
import dev.slipway.lab.signature.url.SignedUrl;
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

  private static final Set<String> REASON_PHRASES =
      Set.of("", "Bad Request", "Forbidden", "Not Found", "Conflict", "Precondition Failed");

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
              "A response to HEAD has no body, so it contains no reason. Sign a GET of the same object"
                  + " and send that. If it succeeds, the URL was signed for GET, which doesn't permit"
                  + " HEAD."));
    }
    checkBelongsToUrl(evidence, answer, findings);
    checkPlace(evidence.url(), answer, findings);
    return findings;
  }

  /** Compares the region, bucket and endpoint in the store's answer with those of the URL. */
  private static void checkPlace(SignedUrl url, StoreAnswer answer, List<Finding> findings) {
    var signedRegion = url.credential().region();
    answer
        .field("Region")
        .filter(region -> !signedRegion.isEmpty() && !region.equals(signedRegion))
        .ifPresent(
            region ->
                findings.add(
                    Finding.error("region-differs", "The store names another region. Sign for it.")
                        .comparing(region, signedRegion)));
    answer
        .field("BucketName")
        .filter(bucket -> !url.address().isPathAssumed() && !bucket.equals(url.bucket()))
        .ifPresent(
            bucket ->
                findings.add(
                    Finding.error(
                            "bucket-differs",
                            "The store read another bucket from the request. It may not know that"
                                + " the bucket is in the host, and take the first part of the path"
                                + " for it: sign for path style, or configure the store's domain.")
                        .comparing(url.bucket(), bucket)));
    answer
        .field("Endpoint")
        .ifPresent(
            endpoint ->
                findings.add(
                    Finding.error("host-differs", "The store names another endpoint. Sign for it.")
                        .comparing(endpoint, url.host())));
  }

  private static boolean isHead(Evidence evidence) {
    return evidence.sent().filter(sent -> "HEAD".equals(sent.method())).isPresent();
  }

  /** The names of the headers that the store refuses because they aren't signed. */
  static Set<String> unsignedHeaders(Evidence evidence) {
    return evidence.answer().flatMap(AnswerChecks::unsignedNames).stream()
        .flatMap(names -> Arrays.stream(names.split("[,;\\s]+")))
        .filter(name -> !name.isEmpty())
        .map(name -> name.toLowerCase(Locale.ROOT))
        .distinct()
        .limit(MAX_UNSIGNED_HEADERS)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Amazon lists the names, Google gives one. */
  private static Optional<String> unsignedNames(StoreAnswer answer) {
    return answer
        .field("HeadersNotSigned")
        .or(
            () ->
                answer
                    .field("ParameterName")
                    .filter(name -> answer.message().contains("not in signedheaders")));
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
      return Optional.of(ClockFindings.expired(answer, evidence.url()));
    }
    if (answer.code().equals("RequestTimeTooSkewed")) {
      return Optional.of(ClockFindings.skewed(answer, evidence.url()));
    }
    if (answer.code().equals("RequestNotReadyYet")) {
      return Optional.of(ClockFindings.signedInFuture(answer, evidence.url()));
    }
    if (CorsRefusal.matches(answer)) {
      return Optional.of(CorsRefusal.explain(evidence, answer));
    }
    if (answer.code().equals("InvalidTokenId")) {
      return Optional.of(explainToken(evidence.url()));
    }
    if (refusesTwoSignatures(answer)) {
      return Optional.of(withMessage(HeaderChecks.authorizationSent(), answer));
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
      return Optional.of(explainDenial(evidence, answer));
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
  private static Finding explainDenial(Evidence evidence, StoreAnswer answer) {
    if (isExpiry(answer)) {
      return ClockFindings.expired(answer, evidence.url());
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
      return ClockFindings.signedInFuture(answer, evidence.url());
    }
    if (message.contains("authentication requires a valid date")) {
      return withMessage(
          Finding.error(
              "signature-ignored",
              "The store expected a signature in the headers, and ignored the one of the URL. A"
                  + " header such as x-amz-content-sha256 can cause that. Send only the headers that"
                  + " came with the URL."),
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

  /** MinIO has one code for all problems with temporary credentials. */
  private static Finding explainToken(SignedUrl url) {
    return url.parameter("Security-Token").isEmpty()
        ? Finding.error(
                "token-missing",
                "The access key is a temporary one, so the URL needs X-Amz-Security-Token, which must"
                    + " be signed with the other parameters.")
            .at(SignedLine.QUERY)
        : Finding.error(
                "token-invalid",
                "The store does not accept X-Amz-Security-Token: it was changed, belongs to another"
                    + " access key, or has expired. Sign with the token that came with the access key,"
                    + " or with new credentials.")
            .at(SignedLine.QUERY);
  }

  /** In the words of MinIO and of Amazon. */
  private static boolean refusesTwoSignatures(StoreAnswer answer) {
    return answer.message().contains("multiple authentication types")
        || answer.message().contains("Only one auth mechanism allowed");
  }

  /** Google names the header, and says in which of the two lists it is. */
  private static Finding explainHeader(StoreAnswer answer, String parameter) {
    var name = parameter.toLowerCase(Locale.ROOT);
    return answer.message().contains("not in the request")
        ? HeaderChecks.missing(name).at(SignedLine.HEADER_PREFIX + name)
        : withMessage(unsigned(name), answer);
  }

  private static Finding unsigned(String name) {
    return Finding.error(
            "header-unsigned",
            "The store refuses the header %s, because it isn't signed. Leave it out, or sign it."
                .formatted(name))
        .at(SignedLine.HEADER_PREFIX + name);
  }

  /** Whether the store says that the URL has expired. */
  static boolean isExpiry(StoreAnswer answer) {
    var message = answer.message().toLowerCase(Locale.ROOT);
    return message.contains("request has expired") || message.contains("request signature expired");
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
                            "The response is about a request with another signature than this URL.")
                        .comparing(url.signature(), signature)));
    answer
        .field("AWSAccessKeyId")
        .filter(key -> !key.equals(url.credential().accessKey()))
        .ifPresent(
            key ->
                findings.add(
                    Finding.error(
                            "answer-of-another-url",
                            "The response is about a request with another access key than this URL.")
                        .comparing(url.credential().accessKey(), key)));
  }

  /**
   * Adds the store's message, which often names the parameter or header. Some stores give only the
   * reason phrase of the status as the message; then the code says more.
   */
  private static Finding withMessage(Finding finding, StoreAnswer answer) {
    var seen = REASON_PHRASES.contains(answer.message()) ? answer.code() : answer.message();
    return seen.isEmpty() ? finding : finding.comparing(null, seen);
  }
}

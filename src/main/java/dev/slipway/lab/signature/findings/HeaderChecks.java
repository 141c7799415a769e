package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.canonical.SignedLine;
import dev.slipway.lab.signature.canonical.SignedText;
import dev.slipway.lab.signature.request.SentRequest;
import dev.slipway.lab.signature.url.SignedUrl;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the headers of the request with the signed ones. */
final class HeaderChecks {
  private static final String AUTHORIZATION = "authorization";

  /** The number of bytes of each checksum. */
  private static final Map<String, Integer> CHECKSUM_BYTES =
      Map.of(
          "x-amz-checksum-sha256", 32,
          "x-amz-checksum-sha1", 20,
          "x-amz-checksum-crc32", 4,
          "x-amz-checksum-crc32c", 4,
          "x-amz-checksum-crc64nvme", 8,
          "content-md5", 16);

  private HeaderChecks() {}

  static List<Finding> check(Evidence evidence) {
    if (evidence.sent().isEmpty()) {
      return List.of();
    }
    var sent = evidence.sent().get();
    var findings = new ArrayList<Finding>();
    var signed = new LinkedHashSet<>(evidence.url().signedHeaders());
    for (var name : signed) {
      if (!name.equals("host")) {
        checkSigned(evidence, sent, name, findings);
      }
    }
    evidence.signedValues().forEach((name, value) -> checkGiven(evidence, name, value, findings));
    var signedText = String.join(";", signed);
    var refused = AnswerChecks.unsignedHeaders(evidence);
    sent.headers()
        .forEach(
            (name, value) -> {
              if (name.equals(AUTHORIZATION) || !signed.contains(name) && !refused.contains(name)) {
                checkUnsigned(evidence, signedText, name, value, findings);
              }
            });
    CHECKSUM_BYTES.forEach(
        (name, bytes) ->
            sent.header(name).ifPresent(value -> checkForm(name, value, bytes, findings)));
    return findings;
  }

  private static void checkSigned(
      Evidence evidence, SentRequest sent, String name, List<Finding> findings) {
    var expected = evidence.signedValues().get(name);
    if (sent.lacks(name)) {
      findings.add(
          lacking(sent, name).at(SignedLine.HEADER_PREFIX + name).comparing(expected, null));
      return;
    }
    var actual = sent.header(name).map(SignedText::normalize);
    if (expected != null
        && actual.isPresent()
        && !actual.get().equals(SignedText.normalize(expected))) {
      findings.add(
          Finding.error(
                  "header-differs",
                  "The header %s has another value than the signed one. Send exactly the value that"
                          .formatted(name)
                      + " you got with the URL, or sign a URL for the new value.")
              .at(SignedLine.HEADER_PREFIX + name)
              .comparing(expected, actual.get()));
    }
  }

  private static Finding lacking(SentRequest sent, String name) {
    if (name.equals("content-length") && sent.headers().containsKey("transfer-encoding")) {
      return Finding.error(
          "length-missing",
          "The request was sent in chunks, without Content-Length, which is signed. Send a body of"
              + " known length, such as a file instead of a pipe.");
    }
    return missing(name);
  }

  static Finding missing(String name) {
    return Finding.error(
        "header-missing",
        "The request lacks the header %s, which is signed. Send it with the signed value."
            .formatted(name));
  }

  /** SDKs ignore some headers when they sign, or sign them as parameters instead. */
  private static void checkGiven(
      Evidence evidence, String name, String value, List<Finding> findings) {
    var url = evidence.url();
    var actual = evidence.sent().get().header(name);
    if (url.signs(name) || url.named(name).isPresent() || isEqual(actual, value)) {
      return;
    }
    if (name.startsWith("content-") || name.startsWith("if-")) {
      findings.add(
          valueNotSigned(
              "The URL doesn't sign the header %s, so the store accepts any value of it. Some SDKs"
                      .formatted(name)
                  + " leave it out unless an option says otherwise. Sign it if it must not change.",
              value,
              actual));
    } else if (name.startsWith(url.scheme().header("")) && actual.isEmpty()) {
      // If it is sent, that is a finding already.
      findings.add(
          valueNotSigned(
              "The URL doesn't sign the header %s, so a request without it is accepted. S3 and Google"
                      .formatted(name)
                  + " refuse the header if it isn't signed. Sign it if the request must have it.",
              value,
              actual));
    }
  }

  private static Finding valueNotSigned(String message, String value, Optional<String> actual) {
    return Finding.warning("value-not-signed", message)
        .at(SignedLine.SIGNED_HEADERS)
        .comparing(value, actual.orElse(null));
  }

  private static boolean isEqual(Optional<String> actual, String value) {
    return actual.filter(text -> text.equals(value)).isPresent();
  }

  private static void checkUnsigned(
      Evidence evidence, String signedText, String name, String value, List<Finding> findings) {
    var url = evidence.url();
    if (name.equals(AUTHORIZATION)) {
      var finding = authorizationSent();
      findings.add(refusal(url, finding.code(), finding.message()));
    } else if (name.equals(url.scheme().header("content-sha256"))) {
      findings.add(bodyHashSent(evidence).comparing(null, name + ": " + value));
    } else if (name.startsWith(url.scheme().header(""))) {
      findings.add(
          refusal(
                  url,
                  "header-unsigned",
                  "The header %s isn't signed. S3 and Google refuse unsigned headers of their own,"
                          .formatted(name)
                      + " and some other stores obey them. Leave it out, or sign it.")
              .at(SignedLine.SIGNED_HEADERS)
              .comparing(signedText, name + ": " + value));
    }
  }

  static Finding authorizationSent() {
    return Finding.error(
        "authorization-sent",
        "The request has an Authorization header beside the signed URL. S3 refuses that, and other"
            + " stores use one of the two. Leave the header out.");
  }

  /** Signers write the constant {@code UNSIGNED-PAYLOAD}, because they don't know the body. */
  private static Finding bodyHashSent(Evidence evidence) {
    var code = "body-hash-sent";
    var message =
        "The request has a header with a hash of the body, which isn't signed. Stores use its value"
            + " instead of the signed one, so the signature is wrong, or the store looks for it in the"
            + " headers. Leave the header out.";
    var isCause =
        evidence.isAnswered("SignatureDoesNotMatch") || evidence.isAnswered("AccessDenied");
    return (isCause ? Finding.error(code, message) : refusal(evidence.url(), code, message))
        .at(SignedLine.PAYLOAD);
  }

  /** Amazon and Google refuse what other stores may ignore. */
  private static Finding refusal(SignedUrl url, String code, String message) {
    return url.address().isOfAmazonOrGoogle()
        ? Finding.error(code, message)
        : Finding.warning(code, message);
  }

  private static void checkForm(String name, String value, int bytes, List<Finding> findings) {
    if (isBase64(value.strip(), bytes)) {
      return;
    }
    var hint =
        value.strip().matches("[0-9A-Fa-f]{%d}".formatted(bytes * 2))
            ? " This value is hexadecimal; encode the same bytes in base64."
            : "";
    findings.add(
        Finding.error(
                "checksum-form",
                "The header %s must be %d bytes in base64.%s".formatted(name, bytes, hint))
            .at(SignedLine.HEADER_PREFIX + name)
            .comparing((bytes + 2) / 3 * 4 + " characters of base64", value));
  }

  private static boolean isBase64(String value, int bytes) {
    try {
      return Base64.getDecoder().decode(value).length == bytes;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}

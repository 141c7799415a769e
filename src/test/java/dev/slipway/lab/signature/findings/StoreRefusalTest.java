package dev.slipway.lab.signature.findings;

import static dev.slipway.lab.signature.findings.SignedPut.CURL;
import static dev.slipway.lab.signature.findings.SignedPut.PUT_URL;
import static dev.slipway.lab.signature.findings.SignedPut.SIGNED;
import static dev.slipway.lab.signature.findings.SignedPut.SIGNED_PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.lab.signature.AwsExample;
import dev.slipway.lab.signature.canonical.SignedText;
import dev.slipway.lab.signature.url.SignedUrlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the answer of a store adds to a diagnosis. */
class StoreRefusalTest {
  /** Messages of MinIO, Amazon, Google and S3Proxy. */
  @ParameterizedTest
  @CsvSource({
    "AccessDenied, Request has expired, expired",
    "AccessDenied, Request is not valid yet, clock-differs",
    "AccessDenied, There were headers present in the request which were not signed, header-unsigned",
    "AccessDenied, Access Denied., permission-missing",
    "ExpiredToken, The provided token has expired. Request signature expired at: x, expired",
    "ExpiredToken, The provided security token is invalid, token-expired",
    "PreconditionFailed, At least one of the pre-conditions did not hold, precondition-used",
    "ConditionalRequestConflict, x, request-conflict",
    "InvalidDigest, x, checksum-form",
    "XAmzContentChecksumMismatch, x, checksum-differs",
    "BadDigest, x, checksum-differs",
    "RequestTimeTooSkewed, x, clock-differs",
    "InvalidAccessKeyId, x, access-key-unknown",
    "AuthorizationQueryParametersError, x, parameter-refused",
    "NoSuchBucket, x, bucket-missing",
    "NoSuchKey, x, object-missing",
    "SomethingNew, x, other-refusal"
  })
  void explainsTheErrorCode(String code, String message, String expected) {
    assertThat(DiagnosedUrl.example().refusedWith(code, message).findings())
        .first()
        .extracting(Finding::code)
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, PUT, method",
    "/test.txt, /test.text, path",
    "X-Amz-Expires=86400, X-Amz-Expires=86401, query",
    "host:examplebucket.s3.amazonaws.com, host:proxy.example, header:host",
    "UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, payload"
  })
  void namesTheLineThatTheStoreSawDifferently(String from, String to, String line) {
    var store = AwsExample.CANONICAL_REQUEST.replace(from, to);

    assertThat(DiagnosedUrl.example().signedFor("GET").mismatching(store).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("canonical-line-differs");
              assertThat(finding.line()).isEqualTo(line);
              assertThat(finding.expected()).contains(from.replace("host:", ""));
              assertThat(finding.actual()).contains(to.replace("host:", ""));
            });
  }

  @Test
  void concludesThatTheSecretKeyDiffers() {
    assertThat(
            DiagnosedUrl.example()
                .signedFor("GET")
                .refusedWith(
                    "SignatureDoesNotMatch",
                    "x",
                    "<StringToSign>%s</StringToSign><CanonicalRequest>%s</CanonicalRequest>"
                        .formatted(
                            AwsExample.STRING_TO_SIGN,
                            AwsExample.CANONICAL_REQUEST.replace("&", "&amp;")))
                .codes())
        .containsExactly("secret-differs");
  }

  @Test
  void showsTheValueThatTheStoreReceivedIfTheSignedOneIsUnknown() {
    var text = new SignedText(SignedUrlParser.parse(PUT_URL), "PUT", SIGNED).canonicalRequest();

    assertThat(
            DiagnosedUrl.of(PUT_URL).mismatching(text.replace("video/mp4", "text/html")).findings())
        .filteredOn(finding -> "header:content-type".equals(finding.line()))
        .extracting(Finding::code, Finding::actual)
        .containsExactly(tuple("header-received", "text/html"));
  }

  @Test
  void noticesThatTheAnswerBelongsToAnotherUrl() {
    assertThat(
            DiagnosedUrl.example()
                .signedFor("GET")
                .refusedWith(
                    "SignatureDoesNotMatch", "x", "<SignatureProvided>abc</SignatureProvided>")
                .codes())
        .contains("answer-of-another-url");
  }

  @Test
  void omitsTheGeneralExplanationBesideAParticularOne() {
    var refused = SIGNED_PUT.mismatching();

    assertThat(refused.sentAs(CURL).codes())
        .containsExactly("value-not-shown", "mismatch-unexplained");
    assertThat(refused.sentAs(CURL.replace("video/mp4'", "text/html'")).codes())
        .containsExactly("header-differs");
  }

  @Test
  void reportsAnExpiryThatTheStoreReportsOnce() {
    var url = AwsExample.URL.replace("Expires=86400", "Expires=3600");

    assertThat(DiagnosedUrl.of(url).refusedWith("AccessDenied", "Request has expired").findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.expected()).startsWith("before 2013-05-24T01"));
  }

  /** The store confirms only what it received, which isn't always what was signed. */
  @Test
  void doesNotBlameTheSecretKeyIfSignedValuesAreUnknown() {
    var text = new SignedText(SignedUrlParser.parse(PUT_URL), "PUT", SIGNED).canonicalRequest();
    var raw =
        "PUT /test.txt HTTP/1.1\nContent-Type: video/mp4\nContent-Length: 3\nIf-None-Match: *";
    var request = raw.replace("/test.txt", PUT_URL);

    assertThat(SIGNED_PUT.sentAs(request).mismatching(text).codes())
        .containsExactly("secret-differs");
    assertThat(DiagnosedUrl.of(PUT_URL).signedFor("PUT").sentAs(request).mismatching(text).codes())
        .containsExactly("mismatch-unexplained");
  }

  @Test
  void blamesTheEncodingIfTheStoreHasNoObjectWithAnEncodedKey() {
    var url = AwsExample.URL.replace("/test.txt", "/a%2520b");

    assertThat(DiagnosedUrl.of(url).signedFor("GET").refusedWith("NoSuchKey", "x").codes())
        .containsExactly("key-encoded-twice");
  }

  @ParameterizedTest
  @CsvSource({
    "video/mp4, text/html, header-differs, header:content-type",
    "'PUT ', 'POST ', method-differs, method",
    "/test.txt, /other.txt, path-differs, path",
    "If-None-Match: *, X-Other: a, header-missing, header:if-none-match"
  })
  void reportsADifferenceThatTheStoreSawTooOnce(String from, String to, String code, String line) {
    var request =
        "PUT %s HTTP/1.1\nHost: examplebucket.s3.amazonaws.com\nContent-Type: video/mp4\n"
                .formatted(PUT_URL)
            + "Content-Length: 3\nIf-None-Match: *";
    var text = new SignedText(SignedUrlParser.parse(PUT_URL), "PUT", SIGNED).canonicalRequest();
    var store =
        text.replace(from.strip(), to.strip())
            .replace("if-none-match:*\n", code.equals("header-missing") ? "" : "if-none-match:*\n");

    assertThat(SIGNED_PUT.sentAs(request.replace(from, to)).mismatching(store).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(code);
              assertThat(finding.line()).isEqualTo(line);
            });
  }

  /** A proxy between them changed it. */
  @Test
  void reportsBothDifferencesIfTheStoreReceivedSomethingElse() {
    var text = new SignedText(SignedUrlParser.parse(PUT_URL), "PUT", SIGNED).canonicalRequest();

    assertThat(
            SIGNED_PUT
                .sentAs(CURL.replace("video/mp4'", "text/html'"))
                .mismatching(text.replace("video/mp4", "text/plain"))
                .findings())
        .extracting(Finding::code, Finding::actual)
        .containsExactly(
            tuple("header-differs", "text/html"), tuple("canonical-line-differs", "text/plain"));
  }

  /** Google names the header in elements of their own. */
  @ParameterizedTest
  @CsvSource({
    "'Header was included in signedheaders, but not in the request.', header-missing",
    "'Header was included in the request, but not in signedheaders.', header-unsigned"
  })
  void readsWhichHeaderGoogleMisses(String details, String code) {
    assertThat(
            DiagnosedUrl.example()
                .signedFor("GET")
                .refusedWith(
                    "MalformedSecurityHeader",
                    "Your request has a malformed header.",
                    "<ParameterName>x-goog-acl</ParameterName><Details>%s</Details>"
                        .formatted(details))
                .findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(code);
              assertThat(finding.line()).isEqualTo("header:x-goog-acl");
            });
  }

  @Test
  void knowsThatAnAnonymousCallerSentNoSignature() {
    assertThat(
            DiagnosedUrl.example()
                .signedFor("GET")
                .refusedWith(
                    "AccessDenied",
                    "Access denied.",
                    "<Details>Anonymous caller does not have storage.objects.get access.</Details>")
                .codes())
        .containsExactly("signature-lost");
  }

  @Test
  void asksForAValueThatTheClientSetItself() {
    assertThat(SIGNED_PUT.sentAs(CURL).mismatching().findings())
        .first()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("value-not-shown");
              assertThat(finding.line()).isEqualTo("header:content-length");
              assertThat(finding.expected()).isEqualTo("3");
            });
  }

  @Test
  void explainsAHeadWithoutABody() {
    assertThat(
            DiagnosedUrl.example()
                .sentAs("curl -I '" + AwsExample.URL + "'")
                .answeredWith("HTTP/1.1 403 Forbidden\nX-Minio-Error-Code: SignatureDoesNotMatch\n")
                .codes())
        .containsExactly("mismatch-unexplained");
    assertThat(
            DiagnosedUrl.example()
                .sentAs("curl -I '" + AwsExample.URL + "'")
                .answeredWith("HTTP/1.1 403 Forbidden\n")
                .codes())
        .containsExactly("reason-not-shown");
  }

  /** S3Proxy's message is only the reason phrase of the status. */
  @ParameterizedTest
  @CsvSource({
    "BadDigest, Bad Request, BadDigest",
    "BadDigest, The Content-MD5 differs, The Content-MD5 differs",
    "NoSuchKey, '', NoSuchKey"
  })
  void showsTheCodeIfTheMessageSaysNothing(String code, String message, String seen) {
    assertThat(DiagnosedUrl.example().refusedWith(code, message).findings())
        .first()
        .extracting(Finding::actual)
        .isEqualTo(seen);
  }
}

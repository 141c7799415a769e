package dev.slipway.lab.signature.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.lab.signature.AwsExample;
import dev.slipway.lab.signature.canonical.SignedText;
import dev.slipway.lab.signature.url.SignedUrlParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {
  /** With more signed headers than the example has. The signature is not right, but well-formed. */
  private static final String PUT_URL =
      AwsExample.URL.replace(
          "SignedHeaders=host",
          "SignedHeaders=content-length%3Bcontent-type%3Bhost%3Bif-none-match");

  /** SDKs for JavaScript sort their parameters, so the signature isn't the last one. */
  private static final String SDK_URL = AwsExample.URL + "&x-id=PutObject";

  private static final Map<String, String> SIGNED =
      Map.of("content-type", "video/mp4", "if-none-match", "*", "content-length", "3");
  private static final DiagnosedUrl SIGNED_PUT =
      DiagnosedUrl.of(PUT_URL).signedFor("PUT").signedWith(SIGNED);
  private static final String CURL =
      "curl -T clip.mp4 -H 'Content-Type: video/mp4' -H 'If-None-Match: *' '" + PUT_URL + "'";

  @Test
  void findsNothingWrongWithARightRequest() {
    assertThat(DiagnosedUrl.example().findings()).isEmpty();
    assertThat(SIGNED_PUT.sentAs(CURL).findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Expires=86400, Expires=3600, expired",
    "Expires=86400, Expires=604801, expiry-too-long",
    "Expires=86400, Expires=-5, expiry-invalid",
    "Expires=86400, Expires=0, expiry-invalid",
    "Date=20130524T000000Z, Date=20130524T123000Z, signed-in-future",
    "Date=20130524T000000Z, Date=20130524T120500Z, clock-ahead",
    "Date=20130524T000000Z, Date=20130523T235959Z, scope-date-differs",
    "Date=20130524T000000Z, Date=2013-05-24, date-invalid",
    "&X-Amz-Date=20130524T000000Z, '', parameter-missing",
    "X-Amz-Expires, x-amz-expires, parameter-case",
    "&X-Amz-Expires, &X-Amz-Expires=1&X-Amz-Expires, parameter-repeated",
    "&X-Amz-Expires, &x-amz-expires=1&X-Amz-Expires, parameter-repeated",
    "&X-Amz-Expires, &x-amz-signature=1&X-Amz-Expires, parameter-repeated",
    "604d404, 604d40, signature-malformed",
    "Headers=host, Headers=content-type, host-not-signed",
    "Headers=host, Headers=x%3Bhost, signed-headers-order",
    "Headers=host, Headers=Host, signed-headers-order",
    "AKIA, ASIA, token-missing",
    "us-east-1%2Fs3, us-east-1%2Fsts, service-differs",
    "aws4_request, aws5_request, scope-end-differs",
    "%2Faws4_request, '', scope-incomplete",
    "bucket.s3.amazonaws, bucket.s3.eu-west-1.amazonaws, region-differs",
    "/test.txt, /a%2520b, key-encoded-twice",
    "/test.txt, /a+b, key-plus",
    "/test.txt, /a(b), key-unencoded",
    "/test.txt, /a%c3%a9, percent-case",
    "/test.txt, /a%zz, percent-invalid",
    "/test.txt, /a/../b, key-dot-segment",
    "X-Amz-Date, x-amz-checksum-crc32=AAAAAA%3D%3D&X-Amz-Date, checksum-of-nothing",
    "X-Amz-Date, note=a+b&X-Amz-Date, query-plus",
    "X-Amz-Date, note=a*b&X-Amz-Date, query-unencoded",
    "f404d404x, f404d404x, ''"
  })
  void findsWhatIsWrongWithTheUrl(String from, String to, String code) {
    var url = AwsExample.URL.replace(from, to);

    if (!code.isEmpty()) {
      assertThat(DiagnosedUrl.of(url).codes()).contains(code);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "video/mp4', text/html', header-differs, header:content-type",
    "-H 'If-None-Match: *', '', header-missing, header:if-none-match",
    "-T clip.mp4, -X POST --data-binary abc, method-differs, method",
    "-T clip.mp4, -T -, length-missing, header:content-length",
    "-T clip.mp4, -X PUT --data-binary abcd, header-differs, header:content-length",
    "/test.txt, /other.txt, path-differs, path",
    "examplebucket., otherbucket., host-differs, header:host",
    "&X-Amz-Expires=86400, '', query-differs, query",
    "-T, -H 'Host: proxy.example' -T, host-differs, header:host",
    "-T, -H 'x-amz-acl: public-read' -T, header-unsigned, signed-headers",
    "-T, -u me:secret -T, authorization-sent, ",
    "-T, -H 'x-amz-checksum-sha256: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' -T, checksum-form, header:x-amz-checksum-sha256"
  })
  void findsWhatDiffersInTheRequest(String from, String to, String code, String line) {
    var found = SIGNED_PUT.sentAs(CURL.replace(from, to)).findings();

    assertThat(found)
        .filteredOn(finding -> finding.code().equals(code))
        .isNotEmpty()
        .extracting(Finding::line)
        .contains(line);
  }

  @Test
  void comparesTheSignedValueWithTheSentOne() {
    assertThat(SIGNED_PUT.sentAs(CURL.replace("video/mp4'", "text/html'")).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.expected()).isEqualTo("video/mp4");
              assertThat(finding.actual()).isEqualTo("text/html");
            });
  }

  @Test
  void guessesTheMethodFromWhatIsSigned() {
    assertThat(DiagnosedUrl.of(PUT_URL).sentAs("curl '" + PUT_URL + "'").codes())
        .contains("method-unlikely", "header-missing");
  }

  /** Amazon's SDKs name the operation in the URL. */
  @ParameterizedTest
  @CsvSource({"GetObject, GET", "PutObject, PUT", "DeleteObject, DELETE", "HeadObject, HEAD"})
  void readsTheMethodFromTheNameOfTheOperation(String operation, String method) {
    var url = AwsExample.URL + "&x-id=" + operation;

    assertThat(DiagnosedUrl.of(url).sentAs("curl -X POST '" + url + "'").findings())
        .filteredOn(finding -> finding.code().equals("method-unlikely"))
        .extracting(Finding::expected)
        .containsExactly(method);
  }

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

  @Test
  void showsTheKeyThatWasEncodedTwice() {
    var url = AwsExample.URL.replace("/test.txt", "/a%2520b");

    assertThat(DiagnosedUrl.of(url).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.expected()).isEqualTo("/a%20b");
              assertThat(finding.actual()).isEqualTo("/a%2520b");
            });
  }

  @Test
  void reportsEachMissingHeader() {
    assertThat(
            DiagnosedUrl.of(PUT_URL)
                .signedFor("PUT")
                .signedWith(Map.of("if-none-match", "*"))
                .sentAs("curl -T clip.mp4 '" + PUT_URL + "'")
                .findings())
        .extracting(Finding::line)
        .containsExactly("header:content-type", "header:if-none-match");
  }

  /** What signed URLs look like after a shell, a page or a mail has changed them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "curl -T clip.mp4 URL | url-unquoted",
        "curl -T clip.mp4 --url URL | url-unquoted",
        "curl -T clip.mp4 'ESCAPED' | url-escaped",
        "curl -T clip.mp4 'WRAPPED' | url-wrapped",
        "curl -T clip.mp4 'INDENTED' | url-wrapped",
        "curl -T clip.mp4 'SPACED' | url-wrapped"
      })
  void namesHowTheUrlWasDamagedInCopying(String command, String code) {
    for (var url : List.of(AwsExample.URL, SDK_URL)) {
      var request =
          command
              .replace("URL", url)
              .replace("ESCAPED", url.replace("&", "&amp;"))
              .replace("WRAPPED", url.replace("&X-Amz-Date", "\n&X-Amz-Date"))
              .replace("INDENTED", url.replace("us-east-1", "us-\r\n    east-1"))
              .replace("SPACED", url.replace("us-east-1", "us- east-1"));

      assertThat(
              DiagnosedUrl.of(url)
                  .signedFor("PUT")
                  .sentAs(request)
                  .refusedWith("AccessDenied", "Access Denied.")
                  .findings())
          .first()
          .extracting(Finding::code)
          .isEqualTo(code);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ")", "\"", "',"})
  void namesWhatFollowsTheUrlInASentence(String end) {
    for (var url : List.of(AwsExample.URL + end, SDK_URL + end)) {
      assertThat(DiagnosedUrl.of(url).signedFor("PUT").mismatching().findings())
          .first()
          .satisfies(
              finding -> {
                assertThat(finding.code()).isEqualTo("url-trailing");
                assertThat(url).endsWith(finding.actual()).doesNotEndWith(finding.expected());
              });
    }
  }

  @Test
  void doesNotBlamePermissionsForAnUnsignedRequest() {
    var request = "curl -T clip.mp4 " + AwsExample.URL;

    assertThat(
            DiagnosedUrl.example()
                .signedFor("PUT")
                .sentAs(request)
                .refusedWith("AccessDenied", "Access Denied.")
                .codes())
        .containsExactly("url-unquoted");
  }

  @Test
  void acceptsAnAmpersandThatTheShellDoesNotInterpret() {
    for (var url : List.of("'%s'", "\"%s\"")) {
      assertThat(
              DiagnosedUrl.example()
                  .signedFor("GET")
                  .sentAs("curl " + url.formatted(AwsExample.URL) + " 2>&1")
                  .findings())
          .isEmpty();
    }
    assertThat(
            DiagnosedUrl.example()
                .signedFor("GET")
                .sentAs("curl " + AwsExample.URL.replace("&", "\\&"))
                .findings())
        .isEmpty();
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
  void prefersADamagedSignatureToAWrongSecretKey() {
    var url = AwsExample.URL + ")";
    assertThat(
            DiagnosedUrl.of(url).signedFor("GET").mismatching(AwsExample.CANONICAL_REQUEST).codes())
        .doesNotContain("secret-differs", "signature-malformed")
        .startsWith("url-trailing");
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

  /** SDKs leave some headers out of the signature, although they are given a value to sign. */
  @Test
  void warnsThatAGivenValueIsNotSigned() {
    var url = AwsExample.URL + "&x-amz-checksum-sha256=abc";
    var given =
        Map.of("content-type", "video/mp4", "user-agent", "x", "x-amz-checksum-sha256", "abc");

    assertThat(
            DiagnosedUrl.of(url)
                .signedFor("PUT")
                .signedWith(given)
                .sentAs("curl -T a -H 'Content-Type: text/html' '" + url + "'")
                .findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("value-not-signed");
              assertThat(finding.expected()).isEqualTo("video/mp4");
              assertThat(finding.actual()).isEqualTo("text/html");
            });
  }

  /** The warning says that the store accepts any value, which S3 and Google don't. */
  @Test
  void doesNotSayThatStoresAcceptTheirOwnHeadersUnsigned() {
    var diagnosed =
        DiagnosedUrl.example().signedFor("PUT").signedWith(Map.of("x-amz-acl", "private"));
    var request = "curl -T a -H 'x-amz-acl: public-read' '" + AwsExample.URL + "'";

    assertThat(diagnosed.sentAs(request).codes()).containsExactly("header-unsigned");
    assertThat(diagnosed.sentAs("curl -T a '" + AwsExample.URL + "'").findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("value-not-signed");
              assertThat(finding.message()).contains("refuse").doesNotContain("any value");
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

  @Test
  void blamesTheMethodBeforeTheHeadersThatItNeverHas() {
    assertThat(DiagnosedUrl.of(PUT_URL).sentAs("curl '" + PUT_URL + "'").findings())
        .first()
        .extracting(Finding::code)
        .isEqualTo("method-unlikely");
  }

  @ParameterizedTest
  @CsvSource({"512, false", "506, true", "513, true", "768, false"})
  void checksTheLengthOfASignatureOfGoogle(int digits, boolean malformed) {
    var url =
        "https://storage.googleapis.com/films/clip.mp4?X-Goog-Algorithm=GOOG4-RSA-SHA256"
            + "&X-Goog-Credential=a%40b%2F20130524%2Fauto%2Fstorage%2Fgoog4_request"
            + "&X-Goog-Date=20130524T000000Z&X-Goog-Expires=86400&X-Goog-SignedHeaders=host"
            + "&X-Goog-Signature="
            + "0".repeat(digits);

    assertThat(DiagnosedUrl.of(url).signedFor("GET").findings().size())
        .isEqualTo(malformed ? 1 : 0);
  }
}

package dev.slipway.lab.signature.findings;

import static dev.slipway.lab.signature.findings.SignedPut.CURL;
import static dev.slipway.lab.signature.findings.SignedPut.PUT_URL;
import static dev.slipway.lab.signature.findings.SignedPut.SIGNED_PUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.signature.AwsExample;
import dev.slipway.lab.signature.canonical.SignedText;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a URL, or with the request that used it. */
class DiagnosisTest {
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
    "Date=20130524T000000Z, Date=20130524T121501Z, signed-in-future",
    "Date=20130524T000000Z, Date=20130524T121500Z, clock-ahead",
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
    "X-Amz-Date, note=a%7Eb%2D&X-Amz-Date, query-over-encoded",
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

  @Test
  void limitsTheNumberOfFindings() {
    var names = new StringBuilder("X-Amz-SignedHeaders=host");
    for (var number = 100; number < 160; number++) {
      names.append("%3Bx-header-").append(number);
    }
    var url = AwsExample.URL.replace("X-Amz-SignedHeaders=host", names);

    assertThat(DiagnosedUrl.of(url).sentAs("curl '" + url + "'").findings()).hasSize(50);
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

  /** A URL doesn't contain its method, and GET is just the most frequent one. */
  @Test
  void doesNotBlameAMethodThatIsUnknown() {
    var canonical = DiagnosedUrl.example().canonicalRequest().replaceFirst("GET", "PUT");

    var findings = DiagnosedUrl.example().mismatching(canonical).findings();

    assertThat(findings)
        .filteredOn(finding -> finding.code().equals("method-received"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.actual()).isEqualTo("PUT"));
    assertThat(findings).noneMatch(finding -> finding.code().equals("canonical-line-differs"));
    assertThat(DiagnosedUrl.example().signedFor("GET").mismatching(canonical).codes())
        .contains("canonical-line-differs")
        .doesNotContain("method-received");
  }

  /** Without its value, the line of the body isn't known either. */
  @Test
  void doesNotCompareAnUnknownHashOfTheBody() {
    var url =
        DiagnosedUrl.of(AwsExample.URL.replace("=host", "=host%3Bx-amz-content-sha256"))
            .signedFor("PUT");
    var canonical =
        url.canonicalRequest().replace(SignedText.UNKNOWN_VALUE, "0123456789abcdef".repeat(4));

    assertThat(url.mismatching(canonical).codes()).doesNotContain("canonical-line-differs");
  }
}

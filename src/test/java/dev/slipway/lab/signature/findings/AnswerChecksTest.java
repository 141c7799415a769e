package dev.slipway.lab.signature.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.signature.AwsExample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bodies are real ones of Amazon and Google, without their request ids. */
class AnswerChecksTest {
  private static final String GOOGLE_URL =
      "https://storage.googleapis.com/films/clip.mp4?X-Goog-Algorithm=GOOG4-RSA-SHA256"
          + "&X-Goog-Credential=a%40b%2F20130524%2Fauto%2Fstorage%2Fgoog4_request"
          + "&X-Goog-Date=20130524T000000Z&X-Goog-Expires=86400&X-Goog-SignedHeaders=host"
          + "&X-Goog-Signature="
          + "0".repeat(512);
  private static final String UNSIGNED =
      "There were headers present in the request which were not signed";

  @Test
  void tellsExpiredCredentialsFromAnExpiredUrl() {
    assertThat(
            DiagnosedUrl.example()
                .answeredWith(
                    """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message>\
                    <Token-0>FwoGZXIvYXdzEXAMPLE</Token-0></Error>""")
                .codes())
        .containsExactly("token-expired");
    assertThat(
            DiagnosedUrl.of(GOOGLE_URL)
                .answeredWith(
                    """
                    <?xml version='1.0' encoding='UTF-8'?><Error><Code>ExpiredToken</Code>\
                    <Message>The provided token has expired.</Message>\
                    <Details>Request signature expired at: 2013-05-24T10:00:00+00:00</Details></Error>""")
                .codes())
        .containsExactly("expired");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user/presigned-uploader is not authorized to perform: s3:PutObject on resource:"
            + " \"arn:aws:s3:::films/a.mp4\"",
        "user/ci is not authorized to perform: s3:PutObject on resource:"
            + " \"arn:aws:s3:::films/expired/not yet valid.mp4\""
      })
  void ignoresNamesOfUsersAndKeysInADenial(String denial) {
    assertThat(
            DiagnosedUrl.example()
                .refusedWith("AccessDenied", "User: arn:aws:iam::123456789012:" + denial)
                .codes())
        .containsExactly("permission-missing");
  }

  @Test
  void namesEachHeaderThatIsNotSigned() {
    var refused =
        DiagnosedUrl.example()
            .refusedWith(
                "AccessDenied",
                UNSIGNED,
                "<HeadersNotSigned>X-Amz-Acl, x-amz-tagging</HeadersNotSigned>");

    assertThat(refused.findings())
        .extracting(Finding::code)
        .containsExactly("header-unsigned", "header-unsigned");
    assertThat(refused.findings())
        .extracting(Finding::line)
        .containsExactly("header:x-amz-acl", "header:x-amz-tagging");
    assertThat(refused.sentAs("x-amz-acl: private\nx-amz-tagging: a=b").findings())
        .extracting(Finding::line)
        .containsExactly("header:x-amz-acl", "header:x-amz-tagging");
  }

  /** A hostile answer can contain thousands of names. */
  @Test
  void namesAFewOfManyUnsignedHeaders() {
    var names = "<HeadersNotSigned>%s</HeadersNotSigned>".formatted("a,".repeat(3_000) + "b,c");

    assertThat(DiagnosedUrl.example().refusedWith("AccessDenied", UNSIGNED, names).codes())
        .contains("header-unsigned")
        .hasSizeLessThan(30);
  }

  @Test
  void blamesTheRegionThatTheStoreNames() {
    assertThat(
            DiagnosedUrl.example()
                .refusedWith(
                    "AuthorizationQueryParametersError",
                    "Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong;"
                        + " expecting 'eu-west-1'",
                    "<Region>eu-west-1</Region>")
                .findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("region-differs");
              assertThat(finding.expected()).isEqualTo("eu-west-1");
              assertThat(finding.actual()).isEqualTo("us-east-1");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidDigest, The Content-MD5 or checksum value that you specified is not valid., checksum-form",
    "BadDigest, The Content-MD5 you specified did not match what we received., checksum-differs",
    "ConditionalRequestConflict, The conditional request cannot succeed due to a conflicting operation against this resource., request-conflict",
    "PreconditionFailed, At least one of the pre-conditions you specified did not hold, precondition-used"
  })
  void tellsSimilarErrorCodesApart(String code, String message, String expected) {
    assertThat(DiagnosedUrl.of(AwsExample.URL).refusedWith(code, message).codes())
        .containsExactly(expected);
  }

  @Test
  void showsExpiryAndTimeOfTheStore() {
    var expired =
        DiagnosedUrl.example()
            .refusedWith(
                "AccessDenied",
                "Request has expired",
                "<X-Amz-Expires>3600</X-Amz-Expires><Expires>2013-05-24T01:00:00Z</Expires>"
                    + "<ServerTime>2013-05-24T01:00:07Z</ServerTime>");

    assertThat(expired.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("expired");
              assertThat(finding.expected()).isEqualTo("before 2013-05-24T01:00:00Z");
              assertThat(finding.actual()).startsWith("2013-05-24T01:00:07Z");
            });
  }

  /** The URL has expired since, but that isn't why it was refused then. */
  @Test
  void prefersTheTimeAtWhichTheRequestArrivedToNow() {
    var url = AwsExample.URL.replace("Expires=86400", "Expires=3600");

    assertThat(
            DiagnosedUrl.of(url)
                .refusedWith(
                    "AccessDenied",
                    "Request has expired",
                    "<ServerTime>2013-05-24T01:00:07Z</ServerTime>")
                .findings())
        .singleElement()
        .extracting(Finding::actual)
        .asString()
        .startsWith("2013-05-24T01:00:07Z");
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDenied, Request is not yet valid",
    "RequestTimeTooSkewed, The difference between the request time and the current time is too large."
  })
  void comparesTheClocksThatTheStoreReports(String code, String message) {
    assertThat(
            DiagnosedUrl.example()
                .refusedWith(code, message, "<ServerTime>2013-05-23T23:30:00Z</ServerTime>")
                .findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("clock-differs");
              assertThat(finding.expected()).startsWith("2013-05-23T23:30:00Z");
              assertThat(finding.actual()).isEqualTo("2013-05-24T00:00:00Z");
            });
  }

  /** The client has a clock too, but a pre-signed URL contains every time that counts. */
  @ParameterizedTest
  @CsvSource({
    "AccessDenied, Request has expired",
    "AccessDenied, Request is not valid yet",
    "RequestTimeTooSkewed, x",
    "RequestNotReadyYet, x"
  })
  void saysThatTheClockOfTheClientDoesNotMatter(String code, String message) {
    assertThat(DiagnosedUrl.example().refusedWith(code, message).findings())
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("never the client's");
  }

  @Test
  void namesTheCorsRuleThatIsMissing() {
    var url =
        AwsExample.URL.replace("=host", "=content-length%3Bcontent-type%3Bhost%3Bif-none-match");
    var refused =
        DiagnosedUrl.of(url)
            .signedFor("PUT")
            .refusedWith(
                "AccessForbidden",
                "CORSResponse: This CORS request is not allowed. This is usually because the"
                    + " evalution of Origin, request method / Access-Control-Request-Method or"
                    + " Access-Control-Request-Headers are not whitelisted by the resource's CORS"
                    + " spec.",
                "<Method>PUT</Method><ResourceType>OBJECT</ResourceType>");

    assertThat(refused.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("cors-refused");
              assertThat(finding.expected())
                  .contains("\"AllowedOrigins\": [\"https://‹origin of your page›\"]")
                  .contains("\"AllowedMethods\": [\"PUT\"]")
                  .contains("\"AllowedHeaders\": [\"content-type\", \"if-none-match\"]");
            });
    var preflight =
        "OPTIONS /test.txt HTTP/1.1\nOrigin: https://app.example\n"
            + "Access-Control-Request-Method: PUT\n"
            + "Access-Control-Request-Headers: content-type,if-none-match,x-extra";
    assertThat(refused.sentAs(preflight.replace("/test.txt", url)).findings())
        .singleElement()
        .extracting(Finding::expected)
        .asString()
        .contains("[\"https://app.example\"]", "[\"PUT\"]", "\"x-extra\"]");
  }

  /** MinIO says the same for a header that is missing and one that isn't signed. */
  @Test
  void omitsTheUnnamedHeaderBesideTheNamedOne() {
    var url = AwsExample.URL.replace("=host", "=content-type%3Bhost");

    assertThat(
            DiagnosedUrl.of(url)
                .signedFor("PUT")
                .sentAs("curl -T clip.mp4 '" + url + "'")
                .refusedWith("AccessDenied", UNSIGNED)
                .codes())
        .containsExactly("header-missing");
  }
}

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
}

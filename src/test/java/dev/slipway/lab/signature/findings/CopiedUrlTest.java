package dev.slipway.lab.signature.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.signature.AwsExample;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs that a shell, a page or a text has damaged. */
class CopiedUrlTest {
  /** SDKs for JavaScript sort their parameters, so the signature isn't the last one. */
  private static final String SDK_URL = AwsExample.URL + "&x-id=PutObject";

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

  @Test
  void prefersADamagedSignatureToAWrongSecretKey() {
    var url = AwsExample.URL + ")";
    assertThat(
            DiagnosedUrl.of(url).signedFor("GET").mismatching(AwsExample.CANONICAL_REQUEST).codes())
        .doesNotContain("secret-differs", "signature-malformed")
        .startsWith("url-trailing");
  }
}

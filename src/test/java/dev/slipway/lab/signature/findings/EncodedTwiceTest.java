package dev.slipway.lab.signature.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.signature.AwsExample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodedTwiceTest {
  private static final String CREDENTIAL = AwsExample.URL.replace("%2F", "%252F");
  private static final String SIGNED_HEADERS =
      AwsExample.URL.replace("SignedHeaders=host", "SignedHeaders=content-type%253Bhost");

  @Test
  void namesTheParameterThatWasEncodedTwice() {
    assertThat(DiagnosedUrl.of(CREDENTIAL).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("url-encoded-twice");
              assertThat(finding.line()).isEqualTo("query");
              assertThat(finding.expected()).startsWith("X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F");
              assertThat(finding.actual()).startsWith("X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%252F");
            });
    assertThat(DiagnosedUrl.of(SIGNED_HEADERS).codes()).containsExactly("url-encoded-twice");
  }

  /** The names of the signed headers can't be read. */
  @Test
  void doesNotBlameHeadersForIt() {
    assertThat(
            DiagnosedUrl.of(SIGNED_HEADERS)
                .signedFor("PUT")
                .signedWith(Map.of("content-type", "video/mp4"))
                .sentAs("curl -T clip.mp4 -H 'Content-Type: video/mp4' '" + SIGNED_HEADERS + "'")
                .codes())
        .containsExactly("url-encoded-twice");
  }
}

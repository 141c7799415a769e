package dev.slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.web.Verdict;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class RefusalTest {
  @Test
  void saysWhatMendsIt() {
    assertThat(sentence(403, "InvalidAccessKeyId")).contains("SLIPWAY_STORE_ACCESS_KEY");
    assertThat(sentence(403, "SignatureDoesNotMatch")).contains("SLIPWAY_STORE_SECRET_KEY");
    assertThat(sentence(400, "AuthorizationHeaderMalformed")).contains("SLIPWAY_STORE_REGION");
    assertThat(sentence(301, "PermanentRedirect")).contains("SLIPWAY_STORE_REGION");
    assertThat(sentence(403, "RequestTimeTooSkewed")).contains("NTP");
    assertThat(sentence(404, "NoSuchBucket")).contains("no bucket films");
    assertThat(sentence(403, "AccessDenied"))
        .isEqualTo(
            "The store answers 403 AccessDenied. Allow the access key s3:PutObject for the bucket"
                + " films.");
  }

  @Test
  void namesTheAddressWhereItIsARedirect() {
    assertThat(sentence(308, null)).contains("308", "Set the endpoint");
  }

  @Test
  void blamesNobodyForTheStoresOwnTrouble() {
    assertThat(Refusal.of(answer(503, "SlowDown"), "films", "s3:PutObject").verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void repeatsNothingButTheCode() {
    assertThat(sentence(403, "<script>")).doesNotContain("script");
  }

  private static String sentence(int status, String code) {
    var finding = Refusal.of(answer(status, code), "films", "s3:PutObject");
    assertThat(finding.verdict()).isEqualTo(Verdict.BROKEN);
    return finding.sentence();
  }

  private static ProbeAnswer answer(int status, String code) {
    var text = code == null ? "" : "<Error><Code>" + code + "</Code></Error>";
    return new ProbeAnswer(status, Headers.of(), text);
  }
}

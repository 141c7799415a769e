package dev.slipway.storage.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.doctor.CheckStatus;
import dev.slipway.storage.client.RawResponse;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class StoreErrorExplanationTest {
  @Test
  void explainsHowToFixEachErrorCode() {
    assertThat(sentence(403, "InvalidAccessKeyId")).contains("SLIPWAY_STORE_ACCESS_KEY");
    assertThat(sentence(403, "SignatureDoesNotMatch")).contains("SLIPWAY_STORE_SECRET_KEY");
    assertThat(sentence(400, "AuthorizationHeaderMalformed")).contains("SLIPWAY_STORE_REGION");
    assertThat(sentence(301, "PermanentRedirect")).contains("SLIPWAY_STORE_REGION");
    assertThat(sentence(403, "RequestTimeTooSkewed")).contains("NTP");
    assertThat(sentence(404, "NoSuchBucket")).contains("The bucket films does not exist");
    assertThat(sentence(403, "AccessDenied"))
        .isEqualTo(
            "The store answers 403 AccessDenied. Allow the access key s3:PutObject for the bucket"
                + " films.");
  }

  @Test
  void explainsRedirects() {
    assertThat(sentence(308, null)).contains("308", "Set the endpoint");
  }

  @Test
  void serverErrorsAreUnknownNotBroken() {
    assertThat(StoreErrorExplanation.of(answer(503, "SlowDown"), "films", "s3:PutObject").status())
        .isEqualTo(CheckStatus.UNKNOWN);
  }

  @Test
  void repeatsOnlyValidErrorCodes() {
    assertThat(sentence(403, "<script>")).doesNotContain("script");
  }

  private static String sentence(int status, String code) {
    var finding = StoreErrorExplanation.of(answer(status, code), "films", "s3:PutObject");
    assertThat(finding.status()).isEqualTo(CheckStatus.BROKEN);
    return finding.message();
  }

  private static RawResponse answer(int status, String code) {
    var text = code == null ? "" : "<Error><Code>" + code + "</Code></Error>";
    return new RawResponse(status, Headers.of(), text);
  }
}

package dev.slipway.storage.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.doctor.CheckStatus;
import dev.slipway.storage.client.RawResponse;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class StoreErrorExplanationTest {
  @Test
  void explainsHowToFixEachErrorCode() {
    assertThat(explain(403, "InvalidAccessKeyId")).contains("SLIPWAY_STORE_ACCESS_KEY");
    assertThat(explain(403, "SignatureDoesNotMatch")).contains("SLIPWAY_STORE_SECRET_KEY");
    assertThat(explain(400, "AuthorizationHeaderMalformed")).contains("SLIPWAY_STORE_REGION");
    assertThat(explain(301, "PermanentRedirect")).contains("SLIPWAY_STORE_REGION");
    assertThat(explain(403, "RequestTimeTooSkewed")).contains("NTP");
    assertThat(explain(404, "NoSuchBucket")).contains("The bucket films does not exist");
    assertThat(explain(403, "AccessDenied"))
        .isEqualTo(
            "The store answers 403 AccessDenied. Allow the access key s3:PutObject for the bucket"
                + " films.");
  }

  @Test
  void explainsRedirects() {
    assertThat(explain(308, null)).contains("308", "Set the endpoint");
  }

  @Test
  void serverErrorsAreUnknownNotBroken() {
    assertThat(
            StoreErrorExplanation.of(response(503, "SlowDown"), "films", "s3:PutObject").status())
        .isEqualTo(CheckStatus.UNKNOWN);
  }

  @Test
  void repeatsOnlyValidErrorCodes() {
    assertThat(explain(403, "<script>")).doesNotContain("script");
  }

  private static String explain(int status, String code) {
    var result = StoreErrorExplanation.of(response(status, code), "films", "s3:PutObject");
    assertThat(result.status()).isEqualTo(CheckStatus.BROKEN);
    return result.message();
  }

  private static RawResponse response(int status, String code) {
    var body = code == null ? "" : "<Error><Code>" + code + "</Code></Error>";
    return new RawResponse(status, Headers.of(), body);
  }
}

package dev.slipway.lab.signature.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers are those of a MinIO server to URLs that SDKs have signed, without their ids. */
class MinioAnswersTest {
  private static final String PARAMETERS =
      "?X-Amz-Algorithm=AWS4-HMAC-SHA256"
          + "&X-Amz-Credential=slipway%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
          + "&X-Amz-Date=20130524T110000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
          + "&X-Amz-Signature="
          + "0".repeat(64);
  private static final String PATH_URL =
      "http://store.example:9000/slipway-videos/videos/clip.mp4" + PARAMETERS;
  private static final String HOST_URL =
      "http://slipway-videos.s3.example:9000/videos/clip.mp4" + PARAMETERS;
  private static final String PLACE =
      "<Key>videos/clip.mp4</Key><BucketName>slipway-videos</BucketName>"
          + "<Resource>/slipway-videos/videos/clip.mp4</Resource><Region>us-east-1</Region>";
  private static final String MISSING_PARAMETER =
      "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
          + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.";
  private static final String UNSIGNED =
      "There were headers present in the request which were not signed";
  private static final String TOKEN = "The security token included in the request is invalid";

  @Test
  void namesOnlyTheRegion() {
    var url = PATH_URL.replace("us-east-1", "eu-west-1");

    assertThat(
            DiagnosedUrl.of(url)
                .refusedWith("MissingFields", "Missing fields in request.", PLACE)
                .codes())
        .containsExactly("region-differs");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Date, x-amz-date, parameter-case",
    "&X-Amz-Expires=86400, '', parameter-missing"
  })
  void namesTheParameterThatIsRefused(String from, String to, String code) {
    assertThat(
            DiagnosedUrl.of(PATH_URL.replace(from, to))
                .refusedWith("AuthorizationQueryParametersError", MISSING_PARAMETER, PLACE)
                .findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo(code);
              assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            });
  }

  @Test
  void comparesNoRegionWithACredentialThatCanNotBeRead() {
    var url = PATH_URL.replace("%2F", "%252F");

    assertThat(
            DiagnosedUrl.of(url)
                .refusedWith("MissingFields", "Missing fields in request.", PLACE)
                .codes())
        .containsExactly("url-encoded-twice");
  }

  @Test
  void namesTheBucketThatTheStoreReadsFromThePath() {
    assertThat(
            DiagnosedUrl.of(HOST_URL)
                .refusedWith(
                    "AccessDenied",
                    "Access Denied.",
                    "<Key>clip.mp4</Key><BucketName>videos</BucketName>"
                        + "<Resource>/videos/clip.mp4</Resource><Region>us-east-1</Region>")
                .findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("bucket-differs");
              assertThat(finding.expected()).isEqualTo("slipway-videos");
              assertThat(finding.actual()).isEqualTo("videos");
            });
  }

  @Test
  void blamesPermissionsIfTheStoreHasReadTheSameBucket() {
    assertThat(
            DiagnosedUrl.of(PATH_URL).refusedWith("AccessDenied", "Access Denied.", PLACE).codes())
        .containsExactly("permission-missing");
  }

  @Test
  void saysThatTheTokenIsMissingOrWrong() {
    var withToken = PATH_URL + "&X-Amz-Security-Token=abc";

    assertThat(DiagnosedUrl.of(PATH_URL).refusedWith("InvalidTokenId", TOKEN, PLACE).codes())
        .containsExactly("token-missing");
    assertThat(DiagnosedUrl.of(withToken).refusedWith("InvalidTokenId", TOKEN, PLACE).codes())
        .containsExactly("token-invalid");
  }

  /** MinIO puts the value into the canonical request, although the header isn't signed. */
  @ParameterizedTest
  @CsvSource({
    "SignatureDoesNotMatch, x",
    "AccessDenied, AWS authentication requires a valid Date or x-amz-date header"
  })
  void namesTheHashOfTheBodyThatIsNotSigned(String code, String message) {
    assertThat(
            DiagnosedUrl.of(PATH_URL)
                .signedFor("PUT")
                .sentAs(
                    "curl -T clip.mp4 -H 'x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD' '"
                        + PATH_URL
                        + "'")
                .refusedWith(code, message, "<Region>us-east-1</Region>")
                .findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("body-hash-sent");
              assertThat(finding.actual())
                  .isEqualTo("x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
            });
  }

  @Test
  void doesNotBlamePermissionsIfTheStoreMissesADate() {
    assertThat(
            DiagnosedUrl.of(PATH_URL)
                .refusedWith(
                    "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header")
                .codes())
        .containsExactly("signature-ignored");
  }

  @Test
  void namesTheAuthorizationHeaderThatTheStoreRefuses() {
    assertThat(
            DiagnosedUrl.of(PATH_URL)
                .signedFor("PUT")
                .sentAs("curl -T clip.mp4 -H 'Authorization: Bearer x' '" + PATH_URL + "'")
                .refusedWith(
                    "InvalidRequest",
                    "Invalid Request (request has multiple authentication types, please use one)")
                .findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("authorization-sent");
              assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            });
  }

  @Test
  void namesOnlyTheHeaderThatIsMissing() {
    var url = PATH_URL.replace("SignedHeaders=host", "SignedHeaders=host%3Bx-amz-meta-owner");

    assertThat(
            DiagnosedUrl.of(url)
                .signedFor("PUT")
                .sentAs("curl -T clip.mp4 '" + url + "'")
                .refusedWith("AccessDenied", UNSIGNED, PLACE)
                .codes())
        .containsExactly("header-missing");
  }

  @Test
  void reportsAMissingLengthOnce() {
    var url = PATH_URL.replace("SignedHeaders=host", "SignedHeaders=content-length%3Bhost");

    assertThat(
            DiagnosedUrl.of(url)
                .signedFor("PUT")
                .sentAs("curl -T - '" + url + "'")
                .refusedWith(
                    "MissingContentLength", "You must provide the Content-Length HTTP header.")
                .findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.line()).isEqualTo("header:content-length"));
  }

  @Test
  void reportsAClockThatIsAheadOnce() {
    var url = PATH_URL.replace("T110000Z", "T140000Z");

    assertThat(
            DiagnosedUrl.of(url)
                .refusedWith("AccessDenied", "Request is not valid yet", PLACE)
                .codes())
        .containsExactly("signed-in-future");
  }

  @Test
  void blamesTheMethodThatTheOperationInTheUrlContradicts() {
    var url = PATH_URL + "&x-id=PutObject";

    assertThat(DiagnosedUrl.of(url).sentAs("curl '" + url + "'").mismatching().codes())
        .containsExactly("method-unlikely");
  }

  /** The other plus of the key is encoded, so this one was a space. */
  @Test
  void recognisesASpaceThatWasEncodedAsAPlus() {
    var url = PATH_URL.replace("clip.mp4", "my+clip%2B1.mp4");

    assertThat(DiagnosedUrl.of(url).signedFor("PUT").mismatching().findings())
        .first()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("key-plus");
              assertThat(finding.expected()).isEqualTo("/slipway-videos/videos/my%20clip%2B1.mp4");
            });
  }

  @Test
  void reportsADifferenceThatTheRequestShowsOnce() {
    var url = PATH_URL.replace("SignedHeaders=host", "SignedHeaders=content-type%3Bhost");
    var diagnosed =
        DiagnosedUrl.of(url).signedFor("PUT").signedWith(Map.of("content-type", "video/mp4"));
    var canonical =
        "PUT\n/slipway-videos/videos/clip.mp4\n"
            + "X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=slipway%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20130524T110000Z&X-Amz-Expires=86400"
            + "&X-Amz-SignedHeaders=content-type%3Bhost\n"
            + "content-type:text/html\nhost:store.example:9000\n\n"
            + "content-type;host\nUNSIGNED-PAYLOAD";

    assertThat(
            diagnosed
                .sentAs("curl -T clip.mp4 -H 'Content-Type: text/html' '" + url + "'")
                .mismatching(canonical)
                .codes())
        .containsExactly("header-differs");
  }

  /** Nobody can tell what it was before. */
  @ParameterizedTest
  @CsvSource({"Expires=86400, Expires=604800", "clip.mp4, other.mp4"})
  void saysThatTheUrlMayHaveBeenChanged(String from, String to) {
    assertThat(
            DiagnosedUrl.of(PATH_URL.replace(from, to)).signedFor("PUT").mismatching().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("mismatch-unexplained");
              assertThat(finding.message()).contains("the path or a parameter of the URL");
            });
  }
}

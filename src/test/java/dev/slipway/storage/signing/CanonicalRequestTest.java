package dev.slipway.storage.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.storage.StoreKind;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Known answers for the canonical request, which does not depend on the key: from Amazon's
 * Signature Version 4 test suite (service "service", 30 August 2015), and from Google's conformance
 * tests for V4 signed URLs (googleapis/conformance-tests, storage/v1/v4_signatures.json, named by
 * their descriptions). Google's are signed with an RSA key, but the canonical requests are the
 * same.
 */
class CanonicalRequestTest {
  private static final Instant SUITE_TIME = Instant.parse("2015-08-30T12:36:00Z");
  private static final Instant GOOGLE_TIME = Instant.parse("2019-02-01T09:00:00Z");
  private static final String SCOPE = "20190201/auto/storage/goog4_request";
  private static final String RSA = "GOOG4-RSA-SHA256";
  private static final String ACCOUNT =
      "test-iam-credentials@dummy-project-id.iam.gserviceaccount.com";
  private static final String UNRESERVED =
      "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  @Test
  void matchesTheAwsTestSuite() {
    assertThat(suite("/", Map.of(), Map.of()))
        .as("get-vanilla")
        .endsWith("\nbb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63");
    assertThat(suite("/ሴ", Map.of(), Map.of()))
        .as("get-utf8")
        .endsWith("\n2a0a97d02205e45ce2e994789806b19270cfbbb0921b278ccf58f5249ac42102");
    assertThat(suite("/", Map.of(UNRESERVED, UNRESERVED), Map.of()))
        .as("get-vanilla-query-unreserved")
        .endsWith("\nc30d4703d9f799439be92736156d47ccfb2d879ddf56f5befa6d1d6aab979177");
    assertThat(
            suite("/", Map.of(), Map.of("My-Header1", " value1", "My-Header2", " \"a   b   c\"")))
        .as("get-header-value-trim")
        .isEqualTo(
            """
            AWS4-HMAC-SHA256
            20150830T123600Z
            20150830/us-east-1/service/aws4_request
            a726db9b0df21c14f559d0a978e563112acb1b9e05476f0a6a1c7d68f28605c7""");
  }

  @Test
  void matchesGooglesConformanceTest() {
    var put = google("PUT", "/test-bucket/test-object", Map.of(), Map.of());

    assertThat(put.text())
        .as("Simple PUT")
        .isEqualTo(
            """
            PUT
            /test-bucket/test-object
            X-Goog-Algorithm=GOOG4-RSA-SHA256\
            &X-Goog-Credential=test-iam-credentials%40dummy-project-id.iam.gserviceaccount.com\
            %2F20190201%2Fauto%2Fstorage%2Fgoog4_request\
            &X-Goog-Date=20190201T090000Z&X-Goog-Expires=10&X-Goog-SignedHeaders=host
            host:storage.googleapis.com

            host
            UNSIGNED-PAYLOAD""");
    assertThat(Signer.stringToSign(RSA, put, GOOGLE_TIME, SCOPE))
        .isEqualTo(
            """
            GOOG4-RSA-SHA256
            20190201T090000Z
            20190201/auto/storage/goog4_request
            78742860705da91404222d5d66ff89850292471199c3c2808d116ad12e6177b4""");
  }

  @Test
  void encodesPathsAndQueriesLikeGoogle() {
    assertThat(
            google(
                    "GET",
                    "/test-bucket/path/with/slashes/under_score/amper&sand/file.ext",
                    Map.of(),
                    Map.of("header/name/with/slash", "should-be-encoded"))
                .hash())
        .as("Slashes in object name should not be URL encoded")
        .isEqualTo("f1d206dd8cbe1b892d4081ccddae0927d9f5fee5653fb2a2f43e7c20ed455cad");
    assertThat(
            google(
                    "GET",
                    "/test-bucket/test-object",
                    Map.of("aA0é/=%-_.~", "~ ._-%=/é0Aa"),
                    Map.of())
                .hash())
        .as("Query Parameter Encoding")
        .isEqualTo("448f96c23dafa8210900554e138b2b5fd55bc53ef53b8637cecc3edec45a8fcf");
  }

  @Test
  void writesHeadersLikeGoogle() {
    assertThat(hash("GET", Map.of("BAR", "BAR-value", "foo", "foo-value")))
        .as("Simple headers")
        .isEqualTo("59c1ac1a6ee7d773d5c4487ecc861d60b71c4871dd18fc7d8485fac09df1d296");
    assertThat(
            hash(
                "GET",
                Map.of(
                    "collapsed", "abc    def",
                    "leading", "    xyz",
                    "trailing", "abc    ",
                    "tabs", "\tabc\t\t\t\tdef\t")))
        .as("Headers should be trimmed")
        .isEqualTo("19153e83555808dbfeb8969043cc8ce8d5db0cce91dc11fb9df58b8130f09d42");
    assertThat(hash("GET", Map.of("multiple", " xyz ,  abc, def  , xyz   ")))
        .as("Header value with multiple inline values")
        .isEqualTo("4df8e486146c31f1c8cd4e4c730554cde4326791ba48ec11fa969a3de064cd7f");
    assertThat(hash("POST", Map.of("X-Goog-Resumable", "start")))
        .as("POST for resumable uploads")
        .isEqualTo("877f8b40179d2753296f2fd6de815ab40503c7a3c446a7b44aa4e74422ff4daf");
  }

  private static String suite(String path, Map<String, String> query, Map<String, String> headers) {
    var all = new TreeMap<>(headers);
    all.put("Host", "example.amazonaws.com");
    all.put("X-Amz-Date", "20150830T123600Z");
    var request =
        new CanonicalRequest(
            "GET",
            path,
            new TreeMap<>(query),
            CanonicalRequest.normalizeHeaders(all),
            CanonicalRequest.EMPTY_PAYLOAD);
    return Signer.stringToSign(
        "AWS4-HMAC-SHA256", request, SUITE_TIME, "20150830/us-east-1/service/aws4_request");
  }

  private static String hash(String method, Map<String, String> headers) {
    return google(method, "/test-bucket/test-object", Map.of(), headers).hash();
  }

  private static CanonicalRequest google(
      String method, String path, Map<String, String> query, Map<String, String> headers) {
    var all = new TreeMap<>(headers);
    all.put("Host", "storage.googleapis.com");
    var signed = CanonicalRequest.normalizeHeaders(all);
    var parameters = new TreeMap<>(query);
    var kind = StoreKind.GOOGLE;
    parameters.put(kind.queryParameter("Algorithm"), RSA);
    parameters.put(kind.queryParameter("Credential"), ACCOUNT + "/" + SCOPE);
    parameters.put(kind.queryParameter("Date"), "20190201T090000Z");
    parameters.put(kind.queryParameter("Expires"), "10");
    parameters.put(kind.queryParameter("SignedHeaders"), String.join(";", signed.keySet()));
    return new CanonicalRequest(
        method, path, parameters, signed, CanonicalRequest.UNSIGNED_PAYLOAD);
  }
}

package dev.slipway.lab.signature.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.signature.AwsExample;
import dev.slipway.lab.signature.DerivedKey;
import dev.slipway.lab.signature.url.SignedUrlParser;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfigs;
import dev.slipway.storage.signing.PresignedUrl;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.storage.signing.TestPresigners;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.MinioClient;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The texts are byte-equal with what the signers sign: known answers of Amazon and Google, and URLs
 * of other signers, whose signature follows from the string to sign.
 */
class SignedTextTest {
  private static final ObjectKey KEY = new ObjectKey("videos/a b+c*d'(é)~🎬/source.mp4");
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  @Test
  void matchesAmazonsExample() {
    var text = text(AwsExample.URL, "GET", Map.of());

    assertThat(text.canonicalRequest()).isEqualTo(AwsExample.CANONICAL_REQUEST);
    assertThat(text.stringToSign()).isEqualTo(AwsExample.STRING_TO_SIGN);
    assertSigned(AwsExample.URL, "GET", Map.of(), AwsExample.SECRET_KEY);
  }

  /** Of Google's conformance tests (storage/v1/v4_signatures.json). */
  @Test
  void matchesGooglesConformanceTests() {
    assertThat(google("PUT", "/test-bucket/test-object", "host", Map.of()))
        .as("Simple PUT")
        .endsWith("\n78742860705da91404222d5d66ff89850292471199c3c2808d116ad12e6177b4");
    assertThat(
            google(
                "POST",
                "/test-bucket/test-object",
                "host;x-goog-resumable",
                Map.of("x-goog-resumable", "start")))
        .as("POST for resumable uploads")
        .endsWith("\n877f8b40179d2753296f2fd6de815ab40503c7a3c446a7b44aa4e74422ff4daf");
    assertThat(
            google(
                "GET",
                "/test-bucket/test-object",
                "collapsed;host;leading;tabs;trailing",
                Map.of(
                    "collapsed", "abc    def",
                    "leading", "    xyz",
                    "trailing", "abc    ",
                    "tabs", "\tabc\t\t\t\tdef\t")))
        .as("Headers should be trimmed")
        .endsWith("\n19153e83555808dbfeb8969043cc8ce8d5db0cce91dc11fb9df58b8130f09d42");
  }

  @Test
  void matchesOurOwnSigner() {
    var config = StoreConfigs.at("http://127.0.0.1:9000");
    var presigner = TestPresigners.of(config, Clock.systemUTC());
    var put =
        presigner.presignPut(
            KEY,
            new PutConstraints(
                "video/mp4",
                12,
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                Map.of("a", "b  c")),
            LIFETIME);
    var headers = new HashMap<>(put.headers());
    headers.put("Content-Length", "12");
    assertSigned(put.url().toString(), "PUT", headers, config.secretKey());

    var parts = presigner.forParts(KEY, "VXBsb2FkIElE+/=", LIFETIME);
    var checksum = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    var partHeaders = new HashMap<>(parts.headers(checksum));
    partHeaders.put("Content-Length", "5242880");
    assertSigned(parts.presign(7, 5_242_880, checksum), "PUT", partHeaders, config.secretKey());

    assertSigned(
        presigner.presignGet(KEY, "video/mp4", "attachment; filename=\"it's *.mp4\"", LIFETIME),
        config.secretKey());
    assertSigned(presigner.presignDelete(KEY, "abc", LIFETIME), config.secretKey());
    assertSigned(
        TestPresigners.google(config).presignGet(KEY, "video/mp4", "inline", LIFETIME),
        config.secretKey());
  }

  @Test
  void matchesTheMinioClient() throws Exception {
    var secret = "a-secret-key";
    var client =
        MinioClient.builder()
            .endpoint("https://s3.example:9443")
            .region("eu-west-1")
            .credentials("key", secret)
            .build();
    for (var method : new Http.Method[] {Http.Method.GET, Http.Method.PUT, Http.Method.DELETE}) {
      var url =
          client.getPresignedObjectUrl(
              GetPresignedObjectUrlArgs.builder()
                  .method(method)
                  .bucket("bucket")
                  .object(KEY.value())
                  .extraQueryParams(Map.of("response-content-disposition", "a*b 'c'+d"))
                  .build());

      assertSigned(url, method.name(), Map.of(), secret);
    }
  }

  @Test
  void marksValuesThatAreNotInTheUrl() {
    var url = AwsExample.URL.replace("SignedHeaders=host", "SignedHeaders=content-type%3Bhost");
    var unknown = text(url, "PUT", Map.of());

    assertThat(unknown.isComplete()).isFalse();
    assertThat(unknown.canonicalRequest()).contains("\ncontent-type:‹value you sent›\n");
    assertThat(unknown.stringToSign()).endsWith("\n‹SHA-256 of the canonical request›");
    assertThat(text(url, "PUT", Map.of("content-type", "video/mp4")).isComplete()).isTrue();
  }

  @Test
  void usesASignedHashOfTheBody() {
    var url =
        AwsExample.URL.replace("SignedHeaders=host", "SignedHeaders=host%3Bx-amz-content-sha256");

    assertThat(text(url, "PUT", Map.of("x-amz-content-sha256", "abc")).canonicalRequest())
        .endsWith("x-amz-content-sha256:abc\n\nhost;x-amz-content-sha256\nabc");
  }

  @Test
  void explainsEveryLineAndItsSource() {
    var lines = text(AwsExample.URL, "GET", Map.of()).canonicalLines();

    assertThat(lines).extracting(SignedLine::explanation).noneMatch(String::isBlank);
    assertThat(lines)
        .extracting(SignedLine::name)
        .containsExactly(
            "method", "path", "query", "header:host", "blank", "signed-headers", "payload");
    assertThat(lines.get(3).sources()).containsExactly("bucket", "host");
  }

  private static void assertSigned(PresignedUrl url, String secretKey) {
    assertSigned(url.url().toString(), url.method(), url.headers(), secretKey);
  }

  private static void assertSigned(
      String url, String method, Map<String, String> headers, String secretKey) {
    var parsed = SignedUrlParser.parse(url);

    assertThat(DerivedKey.sign(secretKey, parsed, text(url, method, headers).stringToSign()))
        .as(url)
        .isEqualTo(parsed.signature());
  }

  private static SignedText text(String url, String method, Map<String, String> headers) {
    var values = new HashMap<String, String>();
    headers.forEach((name, value) -> values.put(name.toLowerCase(Locale.ROOT), value));
    return new SignedText(SignedUrlParser.parse(url), method, values);
  }

  private static String google(
      String method, String path, String signedHeaders, Map<String, String> headers) {
    return text(
            "https://storage.googleapis.com"
                + path
                + "?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=test-iam-credentials%40"
                + "dummy-project-id.iam.gserviceaccount.com%2F20190201%2Fauto%2Fstorage%2F"
                + "goog4_request&X-Goog-Date=20190201T090000Z&X-Goog-Expires=10"
                + "&X-Goog-SignedHeaders="
                + signedHeaders.replace(";", "%3B")
                + "&X-Goog-Signature=00",
            method,
            headers)
        .stringToSign();
  }
}

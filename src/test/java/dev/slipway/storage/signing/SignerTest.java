package dev.slipway.storage.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.storage.StoreKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;

/**
 * Known answers from Amazon's documentation ("Authenticating Requests: Using Query Parameters" and
 * "… Using the Authorization Header"), and from another implementation.
 */
class SignerTest {
  private static final String ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String HOST = "examplebucket.s3.amazonaws.com";
  private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
  private static final SigningKey KEY =
      new SigningKey(StoreKind.S3, SECRET_KEY, LocalDate.of(2013, 5, 24), "us-east-1");

  private final Signer signer =
      new Signer(
          new SigningCredentials(StoreKind.S3, ACCESS_KEY, SECRET_KEY, "us-east-1"),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void matchesTheDocumentedPresignedUrl() {
    var signed =
        signer.presign("GET", "/test.txt", Map.of(), Map.of("Host", HOST), Duration.ofDays(1));

    assertThat(signed)
        .isEqualTo(
            "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature="
                + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  }

  @Test
  void matchesDocumentedSignaturesOfHeaders() {
    assertThat(
            signature(
                "GET",
                "/test.txt",
                Map.of(),
                Map.of("Range", "bytes=0-9"),
                CanonicalRequest.EMPTY_PAYLOAD))
        .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    assertThat(
            signature(
                "PUT",
                "/test$file.text",
                Map.of(),
                Map.of(
                    "Date",
                    "Fri, 24 May 2013 00:00:00 GMT",
                    "x-amz-storage-class",
                    "REDUCED_REDUNDANCY"),
                "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"))
        .isEqualTo("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void matchesDocumentedSignaturesOfQueries() {
    assertThat(
            signature(
                "GET", "/", Map.of("lifecycle", ""), Map.of(), CanonicalRequest.EMPTY_PAYLOAD))
        .isEqualTo("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    assertThat(
            signature(
                "GET",
                "/",
                Map.of("max-keys", "2", "prefix", "J"),
                Map.of(),
                CanonicalRequest.EMPTY_PAYLOAD))
        .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void agreesWithTheMinioClient() throws Exception {
    var headers =
        Map.of(
            "Content-Type", "video/mp4",
            "Content-Length", "4139823",
            "If-None-Match", "*",
            "x-amz-checksum-sha256", "Uhp44ipAZYFAZtimDVO5lHKoDWqPsJCDcN8EECmLSxI=",
            "x-amz-meta-slipway-name", "%C3%A9t%C3%A9%20.mp4");
    var path = "/slipway-videos/videos/abc/source";
    var request =
        new Request.Builder()
            .url("http://127.0.0.1:9000" + path)
            .method("PUT", RequestBody.create(new byte[0], MediaType.get("video/mp4")))
            .header("Host", "127.0.0.1:9000")
            .header("X-Amz-Date", "20130524T000000Z");
    headers.forEach(request::header);
    var expected =
        io.minio.Signer.presignV4(request.build(), "us-east-1", ACCESS_KEY, SECRET_KEY, 900);

    var withHost = new TreeMap<>(headers);
    withHost.put("Host", "127.0.0.1:9000");
    var signed = signer.presign("PUT", path, Map.of(), withHost, Duration.ofMinutes(15));

    assertThat(signed).endsWith("=" + expected.queryParameter("X-Amz-Signature"));
  }

  @Test
  void rejectsLifetimesThatStoresRefuse() {
    assertThatThrownBy(() -> presignFor(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> presignFor(Duration.ofDays(7).plusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String presignFor(Duration lifetime) {
    return signer.presign("GET", "/x", Map.of(), Map.of("Host", HOST), lifetime);
  }

  private String signature(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String payloadHash) {
    var all = new TreeMap<>(headers);
    all.put("Host", HOST);
    all.put("x-amz-content-sha256", payloadHash);
    all.put("x-amz-date", "20130524T000000Z");
    var request =
        new CanonicalRequest(
            method,
            path,
            new TreeMap<>(query),
            CanonicalRequest.normalizeHeaders(all),
            payloadHash);
    return signer.signature(request, NOW, KEY);
  }
}

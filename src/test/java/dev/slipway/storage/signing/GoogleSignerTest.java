package dev.slipway.storage.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.storage.StoreKind;
import dev.slipway.storage.StoreOrigin;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Known answers for Google's HMAC keys. Google documents how the key is derived ("Signatures",
 * section "Derive the signing key from the HMAC key"), but publishes no signature made with one. An
 * independent program in another language computed these from the documentation.
 */
class GoogleSignerTest {
  private static final String ACCESS_KEY = "GOOG1EXAMPLE";
  private static final String SECRET_KEY = "bGoa+V7g/yqDXvKRqq+JTFn4uQZbPiQJo4pf9RzJ";
  private static final String HOST = "storage.googleapis.com";
  private static final String SOURCE = "/slipway-videos/videos/abc/source";
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  @Test
  void presignsAGet() {
    var signed =
        signer("auto", "2019-03-01T19:08:59Z")
            .presign(
                "GET",
                "/example-bucket/cat-pics/tabby.jpeg",
                Map.of(),
                Map.of("Host", HOST),
                LIFETIME);

    assertThat(signed)
        .isEqualTo(
            "/example-bucket/cat-pics/tabby.jpeg?X-Goog-Algorithm=GOOG4-HMAC-SHA256"
                + "&X-Goog-Credential=GOOG1EXAMPLE%2F20190301%2Fauto%2Fstorage%2Fgoog4_request"
                + "&X-Goog-Date=20190301T190859Z&X-Goog-Expires=900&X-Goog-SignedHeaders=host"
                + "&X-Goog-Signature="
                + "0d10d3c3a3ea981b53cf353ac9584d8d83ad357998f4eafd93e19e1e894262a2");
  }

  @Test
  void presignsAPutWithItsHeaders() {
    var headers =
        Map.of(
            "Host", HOST,
            "Content-Type", "video/mp4",
            "Content-Length", "4139823",
            "x-goog-if-generation-match", "0",
            "x-goog-meta-slipway-name", "%C3%A9t%C3%A9%20.mp4");

    assertThat(
            signer("europe-west1", "2026-11-25T10:00:00Z")
                .presign("PUT", SOURCE, Map.of(), headers, LIFETIME))
        .contains("%2Feurope-west1%2Fstorage%2Fgoog4_request&")
        .endsWith("=09b77209296386de7ae702ffa7fcb798b8da6b91feb801c787f8fffa07d7261c");
  }

  @Test
  void presignsAPartWithoutItsChecksum() {
    var parts =
        new PartPresigner(
            credentials("auto"),
            clock("2026-11-25T10:00:00Z"),
            new StoreOrigin(URI.create("https://" + HOST)),
            SOURCE,
            "VXBsb2FkIElE+/=",
            LIFETIME);

    var url = parts.presign(7, 16_777_216, null);

    assertThat(url)
        .contains("&X-Goog-SignedHeaders=content-length%3Bhost&partNumber=7&uploadId=")
        .endsWith(
            "&X-Goog-Signature=db6a54f3e76f63467df5968fd0f40be22e1840c8018f3de39a0404b13804d84e");
    assertThat(parts.presign(7, 16_777_216, "anything")).isEqualTo(url);
  }

  @Test
  void signsInTheAuthorizationHeader() {
    assertThat(
            signer("auto", "2026-11-25T10:00:00Z")
                .authorize("POST", "/slipway-videos", Map.of("uploads", ""), HOST))
        .containsEntry("x-goog-date", "20261125T100000Z")
        .containsEntry("x-goog-content-sha256", CanonicalRequest.EMPTY_PAYLOAD)
        .containsEntry(
            "authorization",
            "GOOG4-HMAC-SHA256 Credential=GOOG1EXAMPLE/20261125/auto/storage/goog4_request,"
                + " SignedHeaders=host;x-goog-content-sha256;x-goog-date,"
                + " Signature=42e8de7997030ece3d2a20d1bfdb283c60ecc61ed3c5b5ed73bd29e207ac556b");
  }

  private static Signer signer(String region, String now) {
    return new Signer(credentials(region), clock(now));
  }

  private static SigningCredentials credentials(String region) {
    return new SigningCredentials(StoreKind.GOOGLE, ACCESS_KEY, SECRET_KEY, region);
  }

  private static Clock clock(String now) {
    return Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
  }
}

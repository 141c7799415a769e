package dev.slipway.storage.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.storage.StoreKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signs what {@link Signer} signs, which is held against known answers. */
class PartPresignerTest {
  private static final String PATH = "/a bucket/videos/é+*/source";
  private static final String UPLOAD_ID = "Zm9v+/=.~é";
  private static final String HOST = "store.example:9000";
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final String CHECKSUM = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  private final Signer signer =
      new Signer(
          StoreKind.S3,
          "AKIA/EXAMPLE",
          "a secret",
          "eu-central-1",
          Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC));
  private final PartSigner parts = signer.parts(PATH, UPLOAD_ID, HOST, LIFETIME);

  @Test
  void signsPartNumberUploadIdLengthAndChecksum() {
    for (var number : new int[] {1, 9, 10, 10_000}) {
      var size = 16_777_216L + number;
      var headers =
          Map.of(
              "host", HOST,
              "content-length", Long.toString(size),
              "x-amz-checksum-sha256", CHECKSUM);

      assertThat(parts.presign(number, size, CHECKSUM)).isEqualTo(signed(number, headers));
    }
  }

  @Test
  void signsWithoutAChecksum() {
    var headers = Map.of("host", HOST, "content-length", "5");

    assertThat(parts.presign(3, 5, null)).isEqualTo(signed(3, headers));
  }

  @Test
  void rejectsLifetimesOver7Days() {
    assertThatThrownBy(() -> signer.parts(PATH, UPLOAD_ID, HOST, Duration.ofDays(8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String signed(int number, Map<String, String> headers) {
    var query = Map.of("partNumber", Integer.toString(number), "uploadId", UPLOAD_ID);
    return signer.presign("PUT", PATH, query, headers, LIFETIME);
  }
}

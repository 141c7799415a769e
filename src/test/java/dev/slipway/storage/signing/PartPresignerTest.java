package dev.slipway.storage.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.storage.StoreKind;
import dev.slipway.storage.StoreOrigin;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compares with {@link Signer}, which is tested with known answers. */
class PartPresignerTest {
  private static final String PATH = "/a bucket/videos/é+*/source";
  private static final String UPLOAD_ID = "Zm9v+/=.~é";
  private static final String HOST = "store.example:9000";
  private static final String ORIGIN = "http://" + HOST;
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final String CHECKSUM = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC);

  private final SigningCredentials credentials =
      new SigningCredentials(StoreKind.S3, "AKIA/EXAMPLE", "a secret", "eu-central-1");
  private final Signer signer = new Signer(credentials, CLOCK);
  private final PartPresigner parts = presigner(LIFETIME);

  @Test
  void signsPartNumberUploadIdLengthAndChecksum() {
    for (var number : new int[] {1, 9, 10, 10_000}) {
      var size = 16_777_216L + number;
      var headers =
          Map.of(
              "host", HOST,
              "content-length", Long.toString(size),
              "x-amz-checksum-sha256", CHECKSUM);

      assertThat(parts.presign(number, size, CHECKSUM)).isEqualTo(presign(number, headers));
    }
  }

  @Test
  void signsWithoutAChecksum() {
    var headers = Map.of("host", HOST, "content-length", "5");

    assertThat(parts.presign(3, 5, null)).isEqualTo(presign(3, headers));
  }

  @Test
  void rejectsLifetimesOver7Days() {
    assertThatThrownBy(() -> presigner(Duration.ofDays(8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private PartPresigner presigner(Duration lifetime) {
    var origin = new StoreOrigin(URI.create(ORIGIN));
    return new PartPresigner(credentials, CLOCK, origin, PATH, UPLOAD_ID, lifetime);
  }

  private String presign(int number, Map<String, String> headers) {
    var query = Map.of("partNumber", Integer.toString(number), "uploadId", UPLOAD_ID);
    return ORIGIN + signer.presign("PUT", PATH, query, headers, LIFETIME);
  }
}

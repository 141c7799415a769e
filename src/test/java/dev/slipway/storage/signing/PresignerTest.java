package dev.slipway.storage.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.OtherStoreConfig;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SignedStoreRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class PresignerTest {
  private static final byte[] BYTES = Mp4Header.bytes(500, 1);
  private static final PutConstraints CONSTRAINTS =
      new PutConstraints("video/mp4", BYTES.length, null, Map.of());
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  @Inject StoreConfig config;
  @Inject StoreOrigin origin;
  @Inject ObjectStore store;

  private final ObjectKey key = ObjectKey.ofSource(RandomId.random(new SecureRandom()));

  @Test
  void urlIsRefusedAfterItsExpiry() {
    var expired =
        signedAt(Instant.now().minus(LIFETIME).minusSeconds(2))
            .presignPut(key, CONSTRAINTS, LIFETIME);

    assertThat(send(expired, BYTES)).isEqualTo(403);
    assertThat(store.head(key)).isEmpty();
  }

  @Test
  void urlIsAcceptedUntilItsExpiry() {
    var old =
        signedAt(Instant.now().minus(LIFETIME).plusSeconds(20))
            .presignPut(key, CONSTRAINTS, LIFETIME);

    assertThat(send(old, BYTES)).isEqualTo(200);
  }

  @Test
  void encodesSpecialCharactersInKeysAndNames() {
    var odd = new ObjectKey("videos/a b+c*d'(é)~🎬/" + key.value().length() + ".mp4");
    assertThat(send(signedAt(Instant.now()).presignPut(odd, CONSTRAINTS, LIFETIME), BYTES))
        .isEqualTo(200);

    var get =
        signedAt(Instant.now())
            .presignGet(odd, "video/mp4", "attachment; filename=\"it's *.mp4\"", LIFETIME);

    assertThat(send(get, new byte[0])).isEqualTo(200);
  }

  @Test
  void replacesHeadersThatTheSenderAddedWithoutSignature() {
    var put = signedAt(Instant.now()).presignPut(key, CONSTRAINTS, LIFETIME);
    var withHeaders =
        new SignedStoreRequest(put.method(), put.url(), put.headers())
            .withHeader("Content-Encoding", "gzip")
            .withHeader("Cache-Control", "public, max-age=31536000");
    assertThat(withHeaders.send(BYTES)).isEqualTo(200);

    var get = signedAt(Instant.now()).presignGet(key, "video/mp4", "inline", LIFETIME);
    var answer =
        new SignedStoreRequest(get.method(), get.url(), get.headers()).exchange(new byte[0]);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("identity");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("private");
  }

  @Test
  void omitsTheDefaultPort() {
    var elsewhere = new StoreOrigin(OtherStoreConfig.at(config, "https://Store.Example:443"));

    assertThat(elsewhere.authority()).isEqualTo("store.example");
    assertThat(elsewhere.origin()).isEqualTo("https://store.example");
  }

  private Presigner signedAt(Instant instant) {
    return new Presigner(config, origin, Clock.fixed(instant, ZoneOffset.UTC));
  }

  private static int send(PresignedUrl url, byte[] bytes) {
    return new SignedStoreRequest(url.method(), url.url(), url.headers()).send(bytes);
  }
}

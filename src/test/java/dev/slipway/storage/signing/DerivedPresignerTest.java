package dev.slipway.storage.signing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.testing.SettableClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class DerivedPresignerTest {
  private static final Duration LIFETIME = Duration.ofHours(6);
  private static final ObjectKey KEY =
      ObjectKey.ofDerived(
          new RandomId("aaaaaaaaaaaaaaaaaaaaaaaaaa"),
          "poster",
          new RandomId("bbbbbbbbbbbbbbbbbbbbbbbbba"),
          ".jpg");

  /** Begins at midnight, a multiple of the lifetime. */
  private final SettableClock clock = new SettableClock();

  @Inject StoreConfig config;
  @Inject StoreOrigin origin;
  @Inject DerivedStore store;
  @Inject DerivedPresigner presigner;

  @Test
  void keyHasThePrefixOfItsVideoAndTheVersion() {
    assertThat(KEY.value())
        .isEqualTo("videos/aaaaaaaaaaaaaaaaaaaaaaaaaa/poster-bbbbbbbbbbbbbbbbbbbbbbbbba.jpg")
        .startsWith(ObjectKey.derivedPrefix(new RandomId("aaaaaaaaaaaaaaaaaaaaaaaaaa"), "poster"));
  }

  @Test
  void urlStaysTheSameForItsLifetime() {
    var first = sign();
    clock.advance(LIFETIME.minusSeconds(1));
    var last = sign();
    clock.advance(Duration.ofSeconds(1));
    var next = sign();

    assertThat(last).isEqualTo(first);
    assertThat(next.url()).isNotEqualTo(first.url());
  }

  @Test
  void urlIsValidForLongerThanItsLifetimeAndUpToTwice() {
    for (var seconds = 0L; seconds < 2 * LIFETIME.toSeconds(); seconds += 997) {
      clock.advance(Duration.ofSeconds(997));

      assertThat(Duration.between(clock.instant(), sign().expiresAt()))
          .isGreaterThan(LIFETIME)
          .isLessThanOrEqualTo(LIFETIME.multipliedBy(2));
    }
  }

  @Test
  void signatureHasTheRoundedTimeAndTwiceTheLifetime() {
    clock.advance(Duration.ofSeconds(4321));

    assertThat(sign().url().getRawQuery())
        .contains("X-Amz-Date=20260101T000000Z", "X-Amz-Expires=43200")
        .contains("response-cache-control=private%2C%20max-age%3D21600%2C%20immutable")
        .contains("response-content-type=image%2Fjpeg");
    assertThat(sign().url().getRawPath())
        .isEqualTo("/" + config.derivedBucket() + "/" + KEY.value());
  }

  @Test
  void storeAcceptsTheUrlAndAnswersWithTheSignedHeaders() {
    store.put(KEY, new byte[] {1, 2, 3}, "text/html");
    var url = presigner.presignGet(KEY, "image/jpeg", LIFETIME);

    given()
        .urlEncodingEnabled(false)
        .get(url.url())
        .then()
        .statusCode(200)
        .header("Content-Type", "image/jpeg")
        .header("Cache-Control", "private, max-age=21600, immutable");
    store.remove(KEY);
  }

  @Test
  void rejectsALifetimeThatCantBeDoubled() {
    assertThatThrownBy(
            () -> DerivedPresigner.requireValidLifetime("SLIPWAY_X", Duration.ofHours(85)))
        .hasMessageContaining("SLIPWAY_X must be from a second to 84 hours");
    assertThatThrownBy(
            () -> DerivedPresigner.requireValidLifetime("SLIPWAY_X", Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(DerivedPresigner.requireValidLifetime("SLIPWAY_X", Duration.ofHours(84)))
        .isEqualTo(Duration.ofHours(84));
  }

  private PresignedUrl sign() {
    return new DerivedPresigner(config, origin, clock).presignGet(KEY, "image/jpeg", LIFETIME);
  }
}

package dev.slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedPartsResource;
import dev.slipway.testing.Mp4;
import dev.slipway.testing.StorePut;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedPartsResource.class)
class ObjectStoreTest {
  @Inject StoreConfig config;
  @Inject ObjectStore store;
  @Inject Presigner presigner;

  private final ObjectKey key = ObjectKey.ofSource(ObjectId.random(new SecureRandom()));

  @Test
  void saysWhatIsNotThere() {
    assertThat(store.head(key)).isEmpty();
    store.remove(key);
  }

  @Test
  void readsTheFirstBytesAlone() {
    var bytes = put(5_000);
    var object = store.head(key).orElseThrow();

    assertThat(store.firstBytes(object, 100)).contains(java.util.Arrays.copyOf(bytes, 100));
    assertThat(store.firstBytes(object, 1 << 20)).contains(bytes);
  }

  @Test
  void doesNotReadAnotherGeneration() {
    put(100);
    var first = store.head(key).orElseThrow();
    store.remove(key);
    put(200);

    assertThat(store.firstBytes(first, 100)).isEmpty();
  }

  @Test
  void tellsAbsentFromAway() {
    try (var away = new ClosingStore(OtherStoreConfig.at(config, AwayStore.NOWHERE))) {
      assertThatThrownBy(() -> away.store().head(key))
          .isInstanceOfSatisfying(
              StoreUnavailableException.class,
              e -> {
                assertThat(e.problem().status()).isEqualTo(503);
                assertThat(e.problem().retryAfter()).isPositive();
              });
    }
  }

  @Test
  void takesNoMissingBucketForAnEmptyOne() {
    try (var other = new ClosingStore(OtherStoreConfig.in(config, "no-such-bucket"))) {
      assertThatThrownBy(() -> other.store().head(key))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  private byte[] put(int length) {
    var bytes = Mp4.bytes(length, 1);
    var terms = new PutTerms("video/mp4", length, null, Map.of());
    var url = presigner.put(key, terms, Duration.ofMinutes(1));
    assertThat(new StorePut("PUT", url.url(), url.headers()).send(bytes)).isEqualTo(200);
    return bytes;
  }

  /** A store of a test's own. */
  private record ClosingStore(ObjectStore store, StoreConnection connection)
      implements AutoCloseable {
    ClosingStore(StoreConfig config) {
      this(config, new StoreConnection(config));
    }

    private ClosingStore(StoreConfig config, StoreConnection connection) {
      this(new ObjectStore(config, connection), connection);
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}

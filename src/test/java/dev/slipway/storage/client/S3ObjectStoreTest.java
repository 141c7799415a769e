package dev.slipway.storage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.OtherStoreConfig;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SignedStoreRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class S3ObjectStoreTest {
  @Inject StoreConfig config;
  @Inject ObjectStore store;
  @Inject Presigner presigner;

  private final ObjectKey key = ObjectKey.ofSource(RandomId.random(new SecureRandom()));

  @Test
  void reportsAndRemovesAbsentObjects() {
    assertThat(store.head(key)).isEmpty();
    store.remove(key);
  }

  @Test
  void readsOnlyTheFirstBytes() {
    var bytes = put(5_000);
    var object = store.head(key).orElseThrow();

    assertThat(store.firstBytes(object, 100)).contains(Arrays.copyOf(bytes, 100));
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
  void distinguishesAbsentFromUnreachable() {
    try (var unreachable = new TestStore(OtherStoreConfig.at(config, UnreachableStore.ADDRESS))) {
      assertThatThrownBy(() -> unreachable.store().head(key))
          .isInstanceOfSatisfying(
              StoreUnavailableException.class,
              e -> {
                assertThat(e.toProblem().status()).isEqualTo(503);
                assertThat(e.toProblem().retryAfter()).isPositive();
              });
    }
  }

  @Test
  void distinguishesAMissingBucketFromAnEmptyOne() {
    try (var other = new TestStore(OtherStoreConfig.in(config, "no-such-bucket"))) {
      assertThatThrownBy(() -> other.store().head(key))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  private byte[] put(int length) {
    var bytes = Mp4Header.bytes(length, 1);
    var constraints = new PutConstraints("video/mp4", length, null, Map.of());
    var url = presigner.presignPut(key, constraints, Duration.ofMinutes(1));
    assertThat(new SignedStoreRequest("PUT", url.url(), url.headers()).send(bytes)).isEqualTo(200);
    return bytes;
  }

  /** A store with its own connection. */
  private record TestStore(ObjectStore store, StoreConnection connection) implements AutoCloseable {
    TestStore(StoreConfig config) {
      this(config, StoreConnections.to(config));
    }

    private TestStore(StoreConfig config, StoreConnection connection) {
      this(new S3ObjectStore(config, connection, Clock.systemUTC()), connection);
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}

package dev.slipway.storage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.OtherStoreConfig;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreUnavailableException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class S3DerivedStoreTest {
  private static final byte[] CONTENT = {1, 2, 3};

  private final ObjectKey key = new ObjectKey("videos/derived store/ä & ö.json");

  @Inject StoreConfig config;
  @Inject DerivedStore store;

  @Test
  void storesReadsListsAndRemoves() {
    assertThat(store.put(key, CONTENT, "application/json")).isTrue();

    assertThat(store.read(key)).contains(CONTENT);
    assertThat(store.list("videos/derived store/", null)).containsExactly(key);
    assertThat(store.list("videos/derived store/", key)).isEmpty();
    store.remove(key);
    store.remove(key);
    assertThat(store.read(key)).isEmpty();
  }

  @Test
  void missingBucketLooksEmpty() {
    var missing = new S3DerivedStore("no-such-bucket", StoreConnections.to(config));

    assertThat(missing.put(key, CONTENT, "application/json")).isFalse();
    assertThat(missing.read(key)).isEmpty();
    assertThat(missing.list("videos/", null)).isEmpty();
    missing.remove(key);
  }

  @Test
  void unavailableStoreDoesNotLookEmpty() throws Exception {
    var away = OtherStoreConfig.at(config, "http://127.0.0.1:1");
    var unreachable = new S3DerivedStore(away, StoreConnections.to(away));

    assertThatThrownBy(() -> unreachable.read(key)).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> unreachable.list("videos/", null))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> unreachable.remove(key)).isInstanceOf(StoreUnavailableException.class);
  }
}

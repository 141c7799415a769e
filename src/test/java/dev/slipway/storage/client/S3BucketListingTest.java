package dev.slipway.storage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.BucketListing;
import dev.slipway.storage.ListedObject;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.OtherStoreConfig;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.testing.SignedStoreRequest;
import dev.slipway.testing.StoreEvents;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class S3BucketListingTest {
  private static final List<ObjectKey> KEYS =
      List.of(
          new ObjectKey("videos/listed/a b+c%20.mp4"),
          new ObjectKey("videos/listed/z \"é\" & <x>.mp4"));

  @Inject BucketListing listing;
  @Inject ObjectStore store;
  @Inject Presigner presigner;
  @Inject StoreConfig config;

  @BeforeEach
  void putObjects() {
    StoreEvents.pause();
    KEYS.forEach(this::put);
  }

  @AfterEach
  void removeObjects() {
    KEYS.forEach(store::remove);
    StoreEvents.resume();
  }

  @Test
  void listsEveryKeyInOrder() {
    var listed = listing.firstPage(new ObjectKey("videos/listed/")).objects();

    assertThat(listed).extracting(ListedObject::key).startsWith(KEYS.toArray(ObjectKey[]::new));
    assertThat(listed).extracting(ListedObject::key).isSorted();
  }

  @Test
  void listsTheSameSizeAndEtagAsHead() {
    var object = store.head(KEYS.get(0)).orElseThrow();
    var listed = listing.firstPage(new ObjectKey("videos/listed/")).objects().get(0);

    assertThat(listed).isEqualTo(new ListedObject(object.key(), object.size(), object.etag()));
  }

  @Test
  void reportsAMissingBucketAsUnavailable() {
    var otherConfig = OtherStoreConfig.in(config, "no-such-bucket");
    var otherListing = new S3BucketListing(otherConfig, StoreConnections.to(otherConfig));

    assertThatThrownBy(() -> otherListing.firstPage(null))
        .isInstanceOf(StoreUnavailableException.class);
  }

  private void put(ObjectKey key) {
    var url =
        presigner.presignPut(
            key, new PutConstraints("video/mp4", 3, null, Map.of()), Duration.ofMinutes(1));
    assertThat(new SignedStoreRequest("PUT", url.url(), url.headers()).send(new byte[3]))
        .isEqualTo(200);
  }
}

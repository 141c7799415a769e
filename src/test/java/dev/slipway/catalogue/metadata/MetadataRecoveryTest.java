package dev.slipway.catalogue.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.CustomSettingsProfile;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.PausedStoreEvents;
import dev.slipway.testing.SignedStoreRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Objects whose rows and uploads are lost, after the metadata key was rotated. */
@QuarkusTest
@TestProfile(CustomSettingsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class MetadataRecoveryTest implements PausedStoreEvents {
  private static final String CURRENT = CustomSettingsProfile.CURRENT_METADATA_KEY;
  private static final String PREVIOUS = CustomSettingsProfile.PREVIOUS_METADATA_KEY;
  private static final String LOST = "a lost key with thirty-two characters";

  @Inject CatalogueSync catalogueSync;
  @Inject ObjectStore store;
  @Inject StoreConfig storeConfig;
  @Inject Presigner presigner;
  @Inject ObjectMetadataCodec codec;

  private final SecureRandom random = new SecureRandom();

  @Test
  void recoversOwnersWithCurrentPreviousAndDerivedKeys() {
    for (var secret : List.of(CURRENT, PREVIOUS, storeConfig.secretKey())) {
      var video = rebuild(secret);

      assertThat(video.owner).isEqualTo("creator2");
      assertThat(video.fileName).isEqualTo("été.mp4");
      assertThat(video.title).isEqualTo("Summer");
    }
  }

  @Test
  void encryptsWithTheCurrentKey() {
    var key = randomKey();

    assertThat(codec.seal(key, new ObjectMetadata("a", "b", "c")).values())
        .allMatch(value -> value.startsWith("v1." + MetadataKey.derivedFrom(CURRENT).id() + "."));
  }

  @Test
  void cataloguesObjectsOfALostKeyWithoutOwnerAndNamesTheKeyOnce() {
    try (var log = CapturedLog.of("dev.slipway.catalogue.sync.CatalogueWriter")) {
      for (var object = 0; object < 3; object++) {
        var video = rebuild(LOST);

        assertThat(video.owner).isNull();
        assertThat(video.status).isEqualTo("READY");
        assertThat(video.location.key()).contains(video.id);
      }
      assertThat(log.all())
          .hasSize(1)
          .allSatisfy(message -> assertThat(message).contains(MetadataKey.derivedFrom(LOST).id()));
    }
  }

  private VideoView rebuild(String secret) {
    var key = randomKey();
    var metadata = codecOf(secret).seal(key, new ObjectMetadata("creator2", "été.mp4", "Summer"));
    var bytes = Mp4Header.bytes(640, 1);
    var constraints = new PutConstraints("video/mp4", bytes.length, null, metadata);
    var url = presigner.presignPut(key, constraints, Duration.ofMinutes(1));
    assertThat(new SignedStoreRequest("PUT", url.url(), url.headers()).send(bytes)).isEqualTo(200);
    try {
      return catalogueSync.sync(key, SyncTrigger.RECONCILE).orElseThrow();
    } finally {
      store.remove(key);
    }
  }

  private ObjectKey randomKey() {
    return ObjectKey.ofSource(RandomId.random(random));
  }

  private ObjectMetadataCodec codecOf(String secret) {
    return new ObjectMetadataCodec(
        new MetadataKeyring(
            new MetadataConfig() {
              @Override
              public Optional<String> key() {
                // Without a setting the key comes from the store's secret.
                return Optional.of(secret).filter(value -> !value.equals(storeConfig.secretKey()));
              }

              @Override
              public Optional<List<String>> previousKeys() {
                return Optional.empty();
              }
            },
            storeConfig),
        random);
  }
}

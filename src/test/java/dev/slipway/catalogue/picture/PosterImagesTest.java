package dev.slipway.catalogue.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.picture.PosterImages.ImageRequest;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.signing.DerivedPresigner;
import dev.slipway.testing.SettableClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class PosterImagesTest {
  private static final ImageRequest PNG = new ImageRequest("image/png", 3L);

  @Inject DerivedStore store;
  @Inject DerivedPresigner presigner;
  @Inject PictureWriter writer;

  private final RandomId video = RandomId.random(new SecureRandom());
  private final SettableClock clock = new SettableClock();
  private PosterImages images;

  @BeforeEach
  void create() {
    images = new PosterImages(store, presigner, writer, clock);
  }

  /** Its URL may have been signed at the end of the previous period. */
  @Test
  void anImageStaysUntilItsUrlHasExpired() throws Exception {
    var image = upload();

    clock.advance(PosterImages.LIFETIME);
    assertThat(images.removeUnused(video)).containsExactly(image);
    clock.advance(PosterImages.LIFETIME);
    assertThat(images.removeUnused(video)).isEmpty();
  }

  private ObjectKey upload() throws Exception {
    var upload = images.sign(video, PNG);
    var key = PictureWriter.imageKey(video, upload.image());
    store.put(key, new byte[] {1, 2, 3}, "image/png");
    return key;
  }
}

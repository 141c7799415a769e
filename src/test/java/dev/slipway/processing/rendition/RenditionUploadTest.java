package dev.slipway.processing.rendition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.rendition.RenditionUpload.PartsLostException;
import dev.slipway.storage.DerivedMultipartStore;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.MultipartOptions;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectContent;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.StoredPart;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Parts in a real store that sometimes doesn't answer. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class RenditionUploadTest {
  private static final Duration NO_DELAY = Duration.ZERO;

  private final ObjectKey key =
      new ObjectKey("videos/rendition-upload/" + RandomId.random(new Random()).value());

  @Inject DerivedMultipartStore store;
  @Inject DerivedStore objects;

  @Test
  void storesPartsWhileBytesArrive() {
    var uploadId = begin();
    var upload = upload(store, uploadId);
    write(upload, RenditionUpload.PART_SIZE + 1000);

    assertThat(store.listParts(key, uploadId).orElseThrow())
        .extracting(StoredPart::size)
        .containsExactly((long) RenditionUpload.PART_SIZE);

    upload.complete();
    assertThat(objects.list(key.value(), null)).containsExactly(key);
  }

  @Test
  void repeatsAPartWhenTheStoreDoesNotAnswer() {
    var upload = upload(new UnreliableStore(5), begin());
    write(upload, 1000);

    upload.complete();

    assertThat(objects.list(key.value(), null)).containsExactly(key);
  }

  /** The store has made the object, but the answer was lost. */
  @Test
  void acceptsAnObjectThatExistsAfterALostAnswer() {
    var uploadId = begin();
    var parts = new UnreliableStore(0);
    parts.lostAnswers = 2;
    var upload = upload(parts, uploadId);
    write(upload, 1000);

    upload.complete();

    assertThat(objects.list(key.value(), null)).containsExactly(key);
    assertThat(parts.lostAnswers).isZero();
  }

  @Test
  void reportsThatPartsAreLostAtTheEnd() {
    var uploadId = begin();
    var upload = upload(store, uploadId);
    write(upload, RenditionUpload.PART_SIZE);
    store.abort(key, uploadId);

    assertThatThrownBy(upload::complete).isInstanceOf(PartsLostException.class);
  }

  /** Such as an outage of the database. */
  @Test
  void continuesIfTheStepCannotBeReported() {
    assertThatCode(
            () ->
                RenditionHandler.report(
                    (step, share) -> {
                      throw new IllegalStateException("The database does not answer");
                    },
                    "Storing 720p"))
        .doesNotThrowAnyException();
  }

  @Test
  void failsWhenTheStoreStaysAway() {
    var upload = upload(new UnreliableStore(Integer.MAX_VALUE), begin());
    write(upload, 1000);

    assertThatThrownBy(upload::complete).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void failsWhenTheStoreHasDiscardedTheParts() {
    var upload = upload(new UnreliableStore(-1), begin());
    write(upload, 1000);

    assertThatThrownBy(upload::complete).isInstanceOf(PartsLostException.class);
  }

  private String begin() {
    return store.create(key, new MultipartOptions("video/mp4", true, Map.of()));
  }

  private RenditionUpload upload(MultipartStore parts, String uploadId) {
    return new RenditionUpload(parts, objects, key, uploadId, true, NO_DELAY);
  }

  private static void write(RenditionUpload upload, int length) {
    var bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    upload.write(bytes, 0, length);
  }

  /** The real store, which doesn't answer some calls; with a negative number it forgets uploads. */
  private final class UnreliableStore implements MultipartStore {
    private int failures;
    private int lostAnswers;

    UnreliableStore(int failures) {
      this.failures = failures;
    }

    @Override
    public String create(ObjectKey object, MultipartOptions options) {
      return store.create(object, options);
    }

    @Override
    public Optional<List<StoredPart>> listParts(ObjectKey object, String uploadId) {
      return store.listParts(object, uploadId);
    }

    @Override
    public Optional<String> putPart(
        ObjectKey object, String uploadId, int number, boolean checksum, ObjectContent content) {
      if (failures < 0) {
        return Optional.empty();
      }
      if (failures > 0) {
        failures--;
        throw new StoreUnavailableException();
      }
      return store.putPart(object, uploadId, number, checksum, content);
    }

    @Override
    public boolean complete(ObjectKey object, String uploadId, List<StoredPart> parts) {
      var completed = store.complete(object, uploadId, parts);
      if (lostAnswers > 0) {
        lostAnswers--;
        throw new StoreUnavailableException();
      }
      return completed;
    }

    @Override
    public void abort(ObjectKey object, String uploadId) {
      store.abort(object, uploadId);
    }
  }
}

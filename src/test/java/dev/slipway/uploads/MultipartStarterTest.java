package dev.slipway.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.catalogue.metadata.ObjectMetadataCodec;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreDeniedException;
import dev.slipway.storage.client.AbortDenyingStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.MultipartTestFile;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Starts an upload whose row does not exist, so that writing the store's id fails. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class MultipartStarterTest {
  @Inject MultipartStarter starter;
  @Inject UploadLifecycle lifecycle;
  @Inject UploadsConfig uploadsConfig;
  @Inject ObjectMetadataCodec metadataCodec;
  @Inject UploadRepository uploads;
  @Inject StoreConfig config;

  @Test
  void leavesNothingInTheStoreIfItsIdIsNotWritten() {
    var store = install(AbortDenyingStore.of(config, key -> false));
    var upload = withoutRow();

    assertThatThrownBy(() -> starter.start(upload)).isInstanceOf(NoSuchElementException.class);

    assertThat(store.listParts(upload.key(), store.lastCreated())).isEmpty();
  }

  @Test
  void reportsTheFirstFailureIfTheAbortFailsToo() {
    var store = install(AbortDenyingStore.of(config, key -> true));
    var upload = withoutRow();

    assertThatThrownBy(() -> starter.start(upload))
        .isInstanceOf(NoSuchElementException.class)
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .hasOnlyElementsOfType(StoreDeniedException.class)
                    .hasSize(1));

    assertThat(store.listParts(upload.key(), store.lastCreated())).isPresent();
  }

  @Test
  void keepsTheMultipartUploadIfItsIdIsWrittenAlthoughTheCommitSeemsToFail() {
    var store = install(AbortDenyingStore.of(config, key -> false));
    var id = MultipartTestFile.open(ApiClient.as("creator")).id();
    QuarkusTransaction.requiringNew()
        .run(() -> Upload.update("multipartId = null where id = ?1", id));
    var upload = uploads.find(id).orElseThrow();

    new MultipartStarter(store, metadataCodec, losingTheResponse()).start(upload);

    assertThat(store.listParts(upload.key(), store.lastCreated())).isPresent();
    assertThat(uploads.find(id).orElseThrow().multipartId).isEqualTo(store.lastCreated());
  }

  /** The connection to the database is lost before it acknowledges the commit. */
  private UploadLifecycle losingTheResponse() {
    return new UploadLifecycle(
        uploadsConfig, null, null, null, null, null, null, null, null, null, null, null, null) {
      @Override
      Optional<String> assignMultipartId(String id, String multipartId) {
        lifecycle.assignMultipartId(id, multipartId);
        throw new IllegalStateException("The connection was lost");
      }

      @Override
      Optional<String> findMultipartId(String id) {
        return lifecycle.findMultipartId(id);
      }
    };
  }

  private static AbortDenyingStore install(AbortDenyingStore store) {
    QuarkusMock.installMockForType(store, MultipartStore.class);
    return store;
  }

  private Upload withoutRow() {
    var file = MultipartTestFile.open(ApiClient.as("creator"));
    var upload = uploads.find(file.id()).orElseThrow();
    return new Upload(
        RandomId.random(new SecureRandom()),
        upload.owner,
        ValidatedUpload.of(upload),
        upload.createdAt,
        upload.expiresAt);
  }
}

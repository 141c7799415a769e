package dev.slipway.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.doctor.CheckResult;
import dev.slipway.doctor.CheckStatus;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.UnreachableStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.MultipartTestFile;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class PartRetentionCheckTest {
  /** Older than the open uploads that other tests leave behind. */
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @Inject StoreConfig config;
  @Inject UploadsConfig uploadsConfig;
  @Inject UploadRepository uploads;
  @Inject MultipartStore multiparts;
  @Inject ObjectStore objects;

  private final ApiClient creator = ApiClient.as("creator");
  private String id;

  @BeforeEach
  void open() {
    id = MultipartTestFile.open(creator).id();
  }

  @AfterEach
  void abort() {
    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);
  }

  @Test
  void warnsWhenTheStoreRemovedParts() {
    var upload = backdate(LONG_AGO);
    multiparts.abort(upload.key(), upload.multipartId);

    var result = runCheck(UnreachableStore.config(config), multiparts);

    assertThat(result.status()).isEqualTo(CheckStatus.WEAK);
    assertThat(result.message()).contains("MINIO_API_STALE_UPLOADS_EXPIRY");
  }

  @Test
  void passesWhenAnOldUploadStillHasItsParts() {
    backdate(LONG_AGO);

    var result = runCheck(UnreachableStore.config(config), multiparts);

    assertThat(result.status()).as(result.message()).isEqualTo(CheckStatus.FINE);
    assertThat(result.message()).contains("are still there");
  }

  @Test
  void comparesTheConfiguredRetentionWithTheLongestUpload() {
    var store = UnreachableStore.config(config);

    var enough = runCheck(store.withPartRetention(Duration.ofHours(168)), multiparts);
    var tooShort = runCheck(store.withPartRetention(Duration.ofHours(24)), multiparts);

    assertThat(enough.status()).as(enough.message()).isEqualTo(CheckStatus.FINE);
    assertThat(enough.message()).contains("168 hours");
    assertThat(tooShort.status()).as(tooShort.message()).isEqualTo(CheckStatus.WEAK);
    assertThat(tooShort.message()).contains("24 hours and 15 minutes", "STALE_UPLOADS_EXPIRY");
  }

  @Test
  void isUnknownWhileTheStoreIsUnavailable() {
    backdate(LONG_AGO);

    assertThat(runCheck(config, UnreachableStore.multipartStore(config)).status())
        .isEqualTo(CheckStatus.UNKNOWN);
  }

  private CheckResult runCheck(StoreConfig store, MultipartStore multiparts) {
    var check =
        new PartRetentionCheck(
            store, uploadsConfig, uploads, multiparts, objects, Clock.systemUTC(), 1);
    return check.run(null);
  }

  private Upload backdate(Instant createdAt) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              Upload upload = Upload.findById(id);
              upload.createdAt = createdAt;
              return upload;
            });
  }
}

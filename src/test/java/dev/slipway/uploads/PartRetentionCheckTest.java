package dev.slipway.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.doctor.CheckResult;
import dev.slipway.doctor.CheckStatus;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.UnreachableStore;
import dev.slipway.testing.Caller;
import dev.slipway.testing.PartsFile;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The oldest open uploads tell how long the store keeps parts. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class PartRetentionCheckTest {
  /** Older than what other tests leave open. */
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @Inject StoreConfig config;
  @Inject UploadsConfig uploads;
  @Inject MultipartStore multiparts;
  @Inject ObjectStore objects;

  private final Caller creator = Caller.as("creator");
  private String id;

  @BeforeEach
  void open() {
    id = PartsFile.open(creator).id();
  }

  @AfterEach
  void abort() {
    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);
  }

  @Test
  void warnsWhenTheStoreRemovedParts() {
    var upload = begun(LONG_AGO);
    multiparts.abort(upload.key(), upload.multipartId);

    var finding = look(UnreachableStore.config(config), multiparts);

    assertThat(finding.status()).isEqualTo(CheckStatus.WEAK);
    assertThat(finding.message()).contains("MINIO_API_STALE_UPLOADS_EXPIRY");
  }

  @Test
  void passesWhenAnOldUploadStillHasItsParts() {
    begun(LONG_AGO);

    var finding = look(UnreachableStore.config(config), multiparts);

    assertThat(finding.status()).as(finding.message()).isEqualTo(CheckStatus.FINE);
    assertThat(finding.message()).contains("are still there");
  }

  @Test
  void isUnknownWhileTheStoreIsUnavailable() {
    begun(LONG_AGO);

    assertThat(look(config, UnreachableStore.multipartStore(config)).status())
        .isEqualTo(CheckStatus.UNKNOWN);
  }

  private CheckResult look(StoreConfig store, MultipartStore multiparts) {
    var check = new PartRetentionCheck(store, uploads, multiparts, objects, Clock.systemUTC(), 1);
    return check.run(null);
  }

  private Upload begun(Instant at) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              Upload upload = Upload.findById(id);
              upload.createdAt = at;
              return upload;
            });
  }
}

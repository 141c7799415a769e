package dev.slipway.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedPartsResource;
import dev.slipway.storage.AwayStore;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.testing.Caller;
import dev.slipway.testing.PartsFile;
import dev.slipway.web.Finding;
import dev.slipway.web.Verdict;
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
@WithTestResource(EmbeddedPartsResource.class)
class StaleUploadsCheckTest {
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
  void noticesPartsThatTheStoreThrewAway() {
    var upload = begun(LONG_AGO);
    multiparts.abort(upload.key(), upload.multipartId);

    var finding = look(AwayStore.other(config), multiparts);

    assertThat(finding.verdict()).isEqualTo(Verdict.WEAK);
    assertThat(finding.sentence()).contains("MINIO_API_STALE_UPLOADS_EXPIRY");
  }

  @Test
  void seesByAnOldUploadThatPartsAreKept() {
    begun(LONG_AGO);

    var finding = look(AwayStore.other(config), multiparts);

    assertThat(finding.verdict()).as(finding.sentence()).isEqualTo(Verdict.FINE);
    assertThat(finding.sentence()).contains("are still there");
  }

  @Test
  void canNotTellWhileTheStoreIsAway() {
    begun(LONG_AGO);

    assertThat(look(config, AwayStore.multiparts(config)).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  private Finding look(StoreConfig store, MultipartStore multiparts) {
    var check = new StaleUploadsCheck(store, uploads, multiparts, objects, Clock.systemUTC(), 1);
    return check.look(null);
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

package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.SmallVideos;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Videos whose object is now a copy with another ETag, such as after the restore of a bucket. */
@QuarkusTest
@TestProfile(QueuedProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class CopiedVideosTest {
  private static final String ETAG_OF_THE_ORIGINAL = "0".repeat(32) + "-3";

  private final ApiClient creator = ApiClient.as("creator");

  @Inject CatalogueSync sync;
  @Inject JobAttempts attempts;

  @Test
  void jobThatRunsBeforeTheRowIsCorrectedIsDone() {
    var id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
    setEtag(id);

    var job = TestAttempts.job(id);
    assertThat(attempts.attempt(job.id, job.run)).isEmpty();

    assertStatus(id, "READY");
    assertThat(etag(id)).isNotEqualTo(ETAG_OF_THE_ORIGINAL);
  }

  @Test
  void copyIsProcessedOnceMoreWhileItStaysAvailable() {
    var id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
    var first = TestAttempts.job(id);
    attempts.attempt(first.id, first.run);
    setEtag(id);

    sync.sync(ObjectKey.ofSource(new RandomId(id)), SyncTrigger.RECONCILE);

    assertStatus(id, "READY");
    var next = TestAttempts.job(id);
    assertThat(next.state).isEqualTo(JobState.QUEUED);
    assertThat(attempts.attempt(next.id, next.run)).isEmpty();
    assertStatus(id, "READY");
  }

  private void assertStatus(String id, String status) {
    creator.request().get("/api/videos/{id}", id).then().body("status", equalTo(status));
  }

  private static void setEtag(String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                Video.update(
                    "etag = ?1, checksumSha256 = null, checksumType = null where id = ?2",
                    ETAG_OF_THE_ORIGINAL,
                    id));
  }

  private static String etag(String id) {
    return QuarkusTransaction.requiringNew()
        .call(() -> Video.<Video>findByIdOptional(id).orElseThrow().etag());
  }
}

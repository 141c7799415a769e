package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.PausedStoreEvents;
import dev.slipway.testing.SignedStoreRequest;
import dev.slipway.testing.SmallVideos;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Videos whose object is now a copy with another ETag, such as after the restore of a bucket. */
@QuarkusTest
@TestProfile(QueuedProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class CopiedVideosTest implements PausedStoreEvents {
  private static final String ETAG_OF_THE_ORIGINAL = "0".repeat(32) + "-3";

  private final ApiClient creator = ApiClient.as("creator");

  @Inject CatalogueSync sync;
  @Inject JobAttempts attempts;
  @Inject JobQueue queue;
  @Inject TestAttempts test;
  @Inject ObjectStore store;
  @Inject Presigner presigner;

  @Test
  void jobWaitsUntilTheRowIsCorrected() {
    var id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
    becomeACopy(id);

    assertThat(attempt(id)).isPresent();
    assertThat(attempt(id)).isPresent();
    sync(id);

    assertThat(attempt(id)).isEmpty();
    assertStatus(id, "READY");
  }

  @Test
  void copyIsProcessedOnceMoreWhileItStaysAvailable() {
    var id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
    attempt(id);
    becomeACopy(id);

    sync(id);

    assertStatus(id, "READY");
    assertThat(TestAttempts.job(id).state).isEqualTo(JobState.QUEUED);
    assertThat(TestAttempts.job(id).priority).isEqualTo(JobPriority.BACKFILL.value());
    assertThat(attempt(id)).isEmpty();
    assertStatus(id, "READY");
  }

  @Test
  void resultAboutTheOriginalIsRepeated() {
    var id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
    var claim = test.start(id);
    becomeACopy(id);
    sync(id);

    assertThat(queue.finish(claim, ETAG_OF_THE_ORIGINAL, video -> Set.of())).isFalse();
    assertThat(queue.postponeOrEnd(claim, "The object was replaced")).isPresent();

    assertThat(attempt(id)).isEmpty();
    assertStatus(id, "READY");
  }

  @Test
  void resultAboutADeletedVideoIsNotRepeated() {
    var id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
    var claim = test.start(id);
    creator
        .request()
        .queryParam("permanently", true)
        .delete("/api/videos/{id}", id)
        .then()
        .statusCode(anyOf(is(200), is(202), is(204)));

    assertThat(queue.postponeOrEnd(claim, "The object was replaced")).isEmpty();

    assertThat(TestAttempts.job(id).state).isEqualTo(JobState.DONE);
  }

  @Test
  void jobThatFoundNoObjectIsRepeatedWhenItReturns() {
    var bytes = SmallVideos.next();
    var id = creator.upload("clip.mp4", bytes).getString("id");
    var key = ObjectKey.ofSource(new RandomId(id));
    var metadata = store.head(key).orElseThrow().metadata();
    store.remove(key);
    assertThat(attempt(id)).isPresent();
    sync(id);
    assertThat(attempt(id)).isEmpty();
    assertThat(TestAttempts.job(id).state).isEqualTo(JobState.DONE);

    put(key, bytes, metadata);
    sync(id);

    assertThat(attempt(id)).isEmpty();
    assertStatus(id, "READY");
  }

  private void put(ObjectKey key, byte[] bytes, Map<String, String> metadata) {
    var constraints = new PutConstraints("video/mp4", bytes.length, null, metadata);
    var url = presigner.presignPut(key, constraints, Duration.ofMinutes(1));
    assertThat(new SignedStoreRequest("PUT", url.url(), url.headers()).send(bytes)).isEqualTo(200);
  }

  private Optional<Instant> attempt(String id) {
    var job = TestAttempts.job(id);
    return attempts.attempt(job.id, job.run);
  }

  private void sync(String id) {
    sync.sync(ObjectKey.ofSource(new RandomId(id)), SyncTrigger.RECONCILE);
  }

  private void assertStatus(String id, String status) {
    creator.request().get("/api/videos/{id}", id).then().body("status", equalTo(status));
  }

  /** The object of a file in parts now has another ETag than the row. */
  private static void becomeACopy(String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Video.update(
                  "etag = ?1, checksumSha256 = null, checksumType = null where id = ?2",
                  ETAG_OF_THE_ORIGINAL,
                  id);
              Video.getEntityManager()
                  .createNativeQuery(
                      "update upload set part_size = 5242880,"
                          + " created_at = now() - interval '1 minute' where id = ?1")
                  .setParameter(1, id)
                  .executeUpdate();
            });
  }
}

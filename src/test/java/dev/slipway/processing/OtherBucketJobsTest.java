package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.Video;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.WorkerPool;
import dev.slipway.storage.ObjectStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.PausedStoreEvents;
import dev.slipway.testing.SmallVideos;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that are due while another bucket is configured, perhaps by mistake. */
@QuarkusTest
@TestProfile(QueuedProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class OtherBucketJobsTest implements PausedStoreEvents {
  private final ApiClient creator = ApiClient.as("creator");

  @Inject JobAttempts attempts;
  @Inject TestAttempts test;
  @Inject JobBacklog backlog;
  @Inject ObjectStore store;
  @Inject Clock clock;

  private String id;

  @BeforeEach
  void createVideo() {
    test.endAll();
    id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
  }

  @Test
  void probeWaitsUntilTheBucketIsConfiguredAgain() {
    moveTo("former-bucket");

    assertWaits(JobKind.PROBE);
    moveTo(store.bucket());

    assertThat(attempt(JobKind.PROBE)).isEmpty();
    assertThat(TestAttempts.job(id).problem).isNull();
    assertThat(status()).isEqualTo("READY");
  }

  @Test
  void jobsThatMakeSomethingWaitToo() {
    test.acceptAndFollow(id);
    test.queueRenditions(id);
    moveTo("former-bucket");

    for (var kind : JobKind.AFTER_PROBE) {
      assertWaits(kind);
    }
  }

  @Test
  void jobOfADeletedVideoEnds() {
    moveTo("former-bucket");
    creator.request().delete("/api/videos/" + id + "?permanently=true").then().statusCode(204);

    assertThat(attempt(JobKind.PROBE)).isEmpty();

    assertThat(TestAttempts.job(id).state).isEqualTo(JobState.DONE);
  }

  @Test
  void waitingJobsNeitherStopTheBackfillNorRaiseAnAlert() {
    assertThat(backlog.countQueued(WorkerPool.SHORT, 20)).isOne();
    assertThat(backlog.count().oldestQueuedAt()).isNotNull();

    moveTo("former-bucket");

    assertThat(backlog.countQueued(WorkerPool.SHORT, 20)).isZero();
    assertThat(backlog.count().oldestQueuedAt()).isNull();
    assertThat(backlog.count().queued().value()).isOne();
  }

  private void assertWaits(JobKind kind) {
    var due = attempt(kind).orElseThrow();

    assertThat(due).isAfter(clock.instant().plus(Duration.ofMinutes(50)));
    var job = TestAttempts.job(id, kind);
    assertThat(job.state).isEqualTo(JobState.QUEUED);
    assertThat(job.failures).isZero();
    assertThat(job.problem).contains("former-bucket");
  }

  private Optional<Instant> attempt(JobKind kind) {
    var job = TestAttempts.job(id, kind);
    return attempts.attempt(job.id, job.run);
  }

  private String status() {
    return creator.request().get("/api/videos/" + id).then().extract().path("status");
  }

  private void moveTo(String bucket) {
    QuarkusTransaction.requiringNew()
        .run(() -> Video.update("bucket = ?1 where id = ?2", bucket, id));
  }
}

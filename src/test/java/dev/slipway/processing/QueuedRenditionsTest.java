package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.doctor.CheckStatus;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.work.JobKind;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The jobs that make renditions, beside those that take seconds. */
@QuarkusTest
@TestProfile(QueuedRenditionsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class QueuedRenditionsTest {
  private static final AtomicInteger SEED = new AtomicInteger();

  /** A backfill pauses while its pool has at least this number of jobs. */
  private static final int MANY = 20;

  @Inject TestAttempts attempts;
  @Inject ProcessingSweep sweep;
  @Inject RenditionWorker worker;
  @Inject ProcessingCheck check;
  @Inject Clock clock;

  @BeforeEach
  void endAll() {
    attempts.endAll();
  }

  @Test
  void processWithoutWorkersMakesNoRenditions() {
    assertThat(worker.runsJobs()).isFalse();
  }

  @Test
  void newVideoGetsRenditions() {
    var id = upload();

    attempts.acceptAndFollow(id);

    assertThat(TestAttempts.job(id, JobKind.RENDITIONS).state).isEqualTo(JobState.QUEUED);
    sweep.deleteDisabled();
    assertThat(TestAttempts.job(id, JobKind.RENDITIONS).state).isEqualTo(JobState.QUEUED);
  }

  @Test
  void videoOfTheBackfillGetsPicturesButNoRenditions() {
    var id = upload();
    attempts.forgetProbe(id);
    sweep.refill();
    assertThat(TestAttempts.job(id).priority).isEqualTo(JobPriority.BACKFILL.value());

    attempts.acceptAndFollow(id);

    assertThat(TestAttempts.job(id, JobKind.PICTURES).priority)
        .isEqualTo(JobPriority.BACKFILL.value());
    assertThat(TestAttempts.job(id, JobKind.RENDITIONS)).isNull();
  }

  @Test
  void waitingRenditionsDontPauseTheBackfillOfProbes() {
    for (var video = 0; video < MANY; video++) {
      var id = upload();
      attempts.accept(id);
      attempts.queueRenditions(id);
    }
    var old = upload();
    attempts.forgetProbe(old);

    sweep.refill();

    assertThat(TestAttempts.job(old).priority).isEqualTo(JobPriority.BACKFILL.value());
  }

  @Test
  void doctorReportsRenditionsThatNoProcessMakes() {
    var id = upload();
    attempts.accept(id);
    attempts.queueRenditions(id);
    assertThat(check.run(null).message()).doesNotContain("no process makes");
    makeOld(id);

    var result = check.run(null);

    assertThat(result.status()).isEqualTo(CheckStatus.WEAK);
    assertThat(result.message()).contains("Renditions are waiting, but no process makes them");
    attempts.start(id, JobKind.RENDITIONS);
    assertThat(check.run(null).message()).doesNotContain("no process makes");
  }

  private void makeOld(String id) {
    var before = clock.instant().minus(Duration.ofHours(1));
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                MediaJob.update(
                    "nextAttemptAt = ?1 where videoId = ?2 and kind = RENDITIONS", before, id));
  }

  private static String upload() {
    var bytes = Mp4Header.bytes(900, SEED.incrementAndGet());
    return ApiClient.as("creator").upload("clip.mp4", bytes).getString("id");
  }
}

package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.verdict.VerdictWriter;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.work.JobKind;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The migration of probes that an earlier version ended while processing was switched off. */
@QuarkusTest
@TestProfile(QueuedProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class SkippedProbesTest {
  private static final Path MIGRATION =
      Path.of("src/main/resources/db/migration/V74__probe_videos_accepted_unprobed.sql");
  private static final String SWITCHED_OFF = "Processing was switched off";
  private static final AtomicInteger SEED = new AtomicInteger(74_000);

  private final ApiClient creator = ApiClient.as("creator");

  @Inject TestAttempts attempts;
  @Inject ProcessingSweep sweep;
  @Inject JobQueue queue;
  @Inject VerdictWriter verdicts;
  @Inject EntityManager entities;

  @Test
  void probesThatWereSkippedAreQueuedAgain() throws IOException {
    var skipped = acceptUnprobed(SWITCHED_OFF);
    attempts.endAll();
    sweep.refill();
    assertThat(TestAttempts.job(skipped).state).isEqualTo(JobState.DONE);

    migrate();
    attempts.endAll();
    sweep.refill();

    assertThat(TestAttempts.job(skipped).state).isEqualTo(JobState.QUEUED);
    assertThat(TestAttempts.job(skipped).priority).isEqualTo(JobPriority.BACKFILL.value());
  }

  @Test
  void otherProbesThatHaveEndedStay() throws IOException {
    var obsolete = acceptUnprobed("The object is missing, or differs from the catalogue");
    var dismissed = acceptUnprobed(SWITCHED_OFF);
    QuarkusTransaction.requiringNew()
        .run(() -> MediaJob.update("dismissed = true where videoId = ?1", dismissed));
    var probed = upload();
    attempts.accept(probed);
    var waiting = upload();

    migrate();

    assertThat(TestAttempts.job(obsolete).state).isEqualTo(JobState.DONE);
    assertThat(TestAttempts.job(dismissed).dismissed).isTrue();
    assertThat(TestAttempts.job(probed).state).isEqualTo(JobState.DONE);
    assertThat(TestAttempts.job(waiting).state).isEqualTo(JobState.QUEUED);
  }

  /** Accepts a video as the earlier version did. */
  private String acceptUnprobed(String reason) {
    var id = upload();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              var video = Video.findAndLock(id).orElseThrow();
              verdicts.accept(video, Optional.empty());
              MediaJob.findAndLock(id, JobKind.PROBE)
                  .orElseThrow()
                  .end(JobState.DONE, reason, Instant.now());
            });
    return id;
  }

  private void migrate() throws IOException {
    var sql = Files.readString(MIGRATION);
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(sql).executeUpdate());
  }

  private String upload() {
    return creator.upload("clip.mp4", Mp4Header.bytes(900, SEED.incrementAndGet())).getString("id");
  }
}

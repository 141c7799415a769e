package dev.slipway.catalogue.bulkjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.bulkjob.BulkJob.Requester;
import dev.slipway.catalogue.bulkjob.ItemResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a job will still run, from its rate. */
class BulkJobTest {
  private static final Instant BEGIN = Instant.parse("2026-11-30T08:00:00Z");
  private static final Requester ADMIN = new Requester("admin", "192.0.2.7");

  private final BulkJob job =
      BulkJob.of(new BulkJobRequest(BulkAction.DELETE, null, null, List.of(), null), ADMIN, BEGIN);

  @Test
  void remainingTimeFollowsFromTheRate() {
    // Collecting isn't counted.
    job.recordCollected(600, "cursor", BEGIN.plusSeconds(50));
    assertThat(job.remaining()).isEmpty();
    job.recordCollected(400, null, BEGIN.plusSeconds(100));
    work(199, BEGIN.plusSeconds(119));
    assertThat(job.remaining()).isEmpty();
    work(1, BEGIN.plusSeconds(120));
    assertThat(job.remaining()).contains(Duration.ofSeconds(80));
  }

  @Test
  void aPauseIsNotCounted() {
    job.recordCollected(1_000, null, BEGIN);
    work(500, BEGIN.plusSeconds(50));
    job.end(BulkJobState.STOPPED, null, BEGIN.plusSeconds(50));
    assertThat(job.remaining()).isEmpty();

    var resumed = BEGIN.plusSeconds(5_000);
    job.resume(new Requester("other", "192.0.2.8"), resumed);
    assertThat(job.remaining()).isEmpty();
    assertThat(job.requestedFrom).isEqualTo("192.0.2.8");
    work(250, resumed.plusSeconds(10));
    assertThat(job.remaining()).contains(Duration.ofSeconds(10));
  }

  private void work(int count, Instant now) {
    for (var i = 0; i < count; i++) {
      job.recordOutcome("id", Outcome.CHANGED);
    }
    job.recordStep(now, now);
  }
}

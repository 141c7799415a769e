package dev.slipway.catalogue.bulkjob;

import static dev.slipway.catalogue.bulkjob.BulkVideos.beginHeld;
import static dev.slipway.catalogue.bulkjob.BulkVideos.execute;
import static dev.slipway.catalogue.bulkjob.BulkVideos.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.audit.AuditEntry;
import dev.slipway.catalogue.bulkjob.BulkJob.Claim;
import dev.slipway.catalogue.bulkjob.BulkJob.Requester;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How bulk jobs survive what happens while they run. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BulkJobStepsTest extends BulkJobFixture {
  private static final int COUNT = 250;

  @Inject BulkJobSteps steps;
  @Inject BulkJobItems items;
  @Inject BulkJobQueue queue;
  @Inject BulkJobWorker worker;
  @Inject BulkJobRetention retention;

  @Test
  void onlyOneWorkerClaimsAJob() {
    videos.insert(3);
    var id = beginHeld(visibilityInput("unlisted")).jobId();
    BulkVideos.expire(id);

    var claims =
        IntStream.range(0, 4)
            .mapToObj(number -> CompletableFuture.supplyAsync(() -> queue.claim()))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .flatMap(Optional::stream)
            .toList();

    // The worker of the application may have been faster.
    assertThat(claims).hasSizeLessThanOrEqualTo(1);
    claims.forEach(queue::release);
    awaitEnd(id, BulkJobState.DONE);
    assertThat(videos.auditEntries("video.edited")).containsExactly(1L, 1L);
  }

  /** A replica was killed: another one continues where its last transaction ended. */
  @Test
  void continuesTheJobOfAWorkerThatDied() {
    videos.insert(COUNT);
    var claim = beginHeld(visibilityInput("unlisted"));
    collect(claim);
    assertThat(steps.advance(claim, 100).isLast()).isFalse();
    assertThat(job(claim.jobId()).changed).isEqualTo(100);

    BulkVideos.expire(claim.jobId());
    awaitEnd(claim.jobId(), BulkJobState.DONE);

    assertThat(job(claim.jobId()))
        .extracting(job -> job.matched, job -> job.changed, job -> job.skipped, job -> job.failed)
        .containsExactly((long) COUNT, (long) COUNT, 0L, 0L);
    assertThat(videos.count("visibility = UNLISTED")).isEqualTo(COUNT);
    assertThat(videos.auditEntries("video.edited")).containsExactly(1L, 1L);
    // If it still lives, it notices that the job is another worker's.
    assertThat(steps.advance(claim, 100).isLast()).isTrue();
    assertThat(steps.failNext(claim)).isEmpty();
  }

  /** A step is one transaction, so nothing of an interrupted one remains. */
  @Test
  void anInterruptedStepLeavesNothingAndOneBadVideoStopsNoOthers() {
    var bad = videos.insert(COUNT).get(150);
    var claim = beginHeld(visibilityInput("unlisted"));
    collect(claim);
    execute(
        "alter table video add constraint bulk_test check (id <> '%s') not valid".formatted(bad));
    try {
      steps.advance(claim, 100);
      assertThatThrownBy(() -> steps.advance(claim, 100)).hasStackTraceContaining("bulk_test");
      assertThat(job(claim.jobId()).changed).isEqualTo(100);
      assertThat(videos.count("visibility = UNLISTED")).isEqualTo(100);

      worker.run(claim);
    } finally {
      execute("alter table video drop constraint bulk_test");
    }

    awaitEnd(claim.jobId(), BulkJobState.DONE);
    assertThat(job(claim.jobId()))
        .extracting(job -> job.changed, job -> job.failed)
        .containsExactly(COUNT - 1L, 1L);
    assertThat(videos.auditEntries("video.edited")).containsExactly(0L, 1L);
    assertThat(videos.count("visibility = PRIVATE and id = '%s'".formatted(bad))).isEqualTo(1);
  }

  /** The videos are those that the filter selected while they were collected. */
  @Test
  void changesOfTheFilteredVideosMeanwhileDoNotChangeTheSelection() {
    var before = videos.insert(20);
    var claim =
        beginHeld(
            new BulkJobInput(
                "visibility",
                "unlisted",
                null,
                videos.filter() + "&visibility=private",
                null,
                null));
    collect(claim);

    videos.insert(21, 25, "creator2");
    BulkVideos.update(before.get(1), "visibility = 'UNLISTED'");
    BulkVideos.update(before.get(2), "visibility = 'UNLISTED'");
    BulkVideos.update(before.get(3), "visibility = 'PUBLIC'");
    finish(claim);

    assertThat(job(claim.jobId()))
        .extracting(job -> job.matched, job -> job.changed, job -> job.skipped)
        .containsExactly(20L, 18L, 2L);
    assertThat(videos.count("visibility = PRIVATE")).isEqualTo(5);
  }

  @Test
  void aVideoThatCannotBeChangedIsReported() {
    var ids = videos.insert(4);
    BulkVideos.update(ids.get(1), "delete_after = now() + interval '1 d'");
    BulkVideos.update(ids.get(2), "latest = false");
    var unknown = "a".repeat(26);
    var all = List.of(ids.get(0), ids.get(1), ids.get(2), ids.get(3), unknown);
    var claim = beginHeld(new BulkJobInput("visibility", "public", null, null, all, null));
    collectNamed(claim, all);

    finish(claim);

    assertThat(job(claim.jobId()))
        .extracting(job -> job.matched, job -> job.changed, job -> job.failed)
        .containsExactly(5L, 2L, 3L);
    var first = items.findFailures(claim.jobId(), null, 2);
    var second = items.findFailures(claim.jobId(), first.next(), 2);
    assertThat(second.next()).isNull();
    assertThat(List.of(first.items().get(0), first.items().get(1), second.items().get(0)))
        .extracting(BulkJobFailure::reason)
        .anyMatch(reason -> reason.contains("Restore the video first"))
        .anyMatch(reason -> reason.contains("replaced"))
        .anyMatch(reason -> reason.contains("no such video"));
  }

  /** An administrator who was demoted or disabled changes nothing any more. */
  @Test
  void stopsWhenItsAdministratorMayNotContinue() {
    videos.insert(3);
    var claim = beginHeld(visibilityInput("unlisted"), "creator");

    steps.advance(claim, 100);

    assertThat(job(claim.jobId()).state).isEqualTo(BulkJobState.FAILED);
    assertThat(job(claim.jobId()).problem).contains("no longer an administrator");
    assertThat(videos.count("visibility = PRIVATE")).isEqualTo(3);
    assertThat(entries(claim, "bulk.failed")).isEqualTo(1);
  }

  @Test
  void failsAfterSomeFailedSteps() {
    var claim = beginHeld(visibilityInput("unlisted"));
    for (var i = 0; i < 7; i++) {
      queue.postpone(claim, "The search took too long");
      assertThat(job(claim.jobId()).state).isEqualTo(BulkJobState.COLLECTING);
      assertThat(job(claim.jobId()).leaseUntil).isAfter(Instant.now());
      execute("update bulk_job set holder = 'the test' where id = " + claim.jobId());
    }

    queue.postpone(claim, "The search took too long");

    assertThat(job(claim.jobId()).state).isEqualTo(BulkJobState.FAILED);
    assertThat(entries(claim, "bulk.failed")).isEqualTo(1);
  }

  @Test
  void deletesOldJobsInBatches() {
    videos.insert(25);
    var old = beginHeld(visibilityInput("unlisted"));
    finish(old);
    var recent = beginHeld(visibilityInput("private"));
    finish(recent);
    execute("update bulk_job set ended_at = now() - interval '31 d' where id = " + old.jobId());

    retention.deleteExpired(Instant.now().minusSeconds(86_400), 10);

    assertThat(job(old.jobId())).isNull();
    assertThat(job(recent.jobId())).isNotNull();
    assertThat(items.findFailures(old.jobId(), null, 10).items()).isEmpty();
  }

  /** Without its former job, an undo that is resumed would apply the action. */
  @Test
  void keepsAJobAsLongAsTheOneThatUndoesIt() {
    videos.insert(3);
    var old = beginHeld(visibilityInput("unlisted"));
    finish(old);
    var undo = undo(old);
    finish(undo);
    execute("update bulk_job set ended_at = now() - interval '31 d' where id = " + old.jobId());

    retention.deleteExpired(Instant.now().minusSeconds(86_400), 10);
    assertThat(job(undo.jobId()).undoOf).isEqualTo(old.jobId());

    execute("update bulk_job set ended_at = now() - interval '31 d' where id = " + undo.jobId());
    retention.deleteExpired(Instant.now().minusSeconds(86_400), 10);
    assertThat(job(undo.jobId())).isNull();
    assertThat(job(old.jobId())).isNull();
  }

  /** The video that loses a deadlock is not at fault. */
  @ParameterizedTest
  @ValueSource(strings = {"40P01", "40001"})
  void repeatsAStepAfterAConflict(String sqlState) {
    var id = videos.insert(3).get(1);
    var claim = beginHeld(visibilityInput("unlisted"));
    collect(claim);
    failUpdates("old.id = '%s'".formatted(id), sqlState);
    try {
      assertThatThrownBy(() -> worker.run(claim)).hasStackTraceContaining("bulk test");
    } finally {
      execute("drop trigger bulk_test on video");
    }
    assertThat(job(claim.jobId()))
        .extracting(job -> job.state, job -> job.changed, job -> job.failed)
        .containsExactly(BulkJobState.RUNNING, 0L, 0L);

    finish(claim);
    assertThat(job(claim.jobId()).changed).isEqualTo(3);
  }

  @Test
  void postponesTheJobWhenManyVideosInSuccessionFail() {
    videos.insert(12);
    var claim = beginHeld(visibilityInput("unlisted"));
    collect(claim);
    failUpdates("old.bucket = 'slipway-bulk-test'", "P0001");
    try {
      worker.run(claim);
    } finally {
      execute("drop trigger bulk_test on video");
    }

    assertThat(job(claim.jobId()))
        .extracting(job -> job.state, job -> job.failures, job -> job.failed)
        .containsExactly(BulkJobState.RUNNING, 1, 5L);
    assertThat(job(claim.jobId()).problem).contains("The log has the details");
    assertThat(job(claim.jobId()).leaseUntil).isAfter(Instant.now());
  }

  /** A search that failed fails again for one video, so the job waits at once. */
  @Test
  void postponesTheJobWhenItsVideosCannotBeCollected() {
    var claim = beginHeld(visibilityInput("unlisted"));
    execute("update bulk_job set filter = 'unknown=1' where id = " + claim.jobId());

    worker.run(claim);

    assertThat(job(claim.jobId()))
        .extracting(job -> job.state, job -> job.failures, job -> job.failed)
        .containsExactly(BulkJobState.COLLECTING, 1, 0L);
    assertThat(job(claim.jobId()).problem).contains("Unknown filter");
  }

  /** The order of all transactions that lock both, to avoid deadlocks. */
  @Test
  void locksUploadsBeforeVideos() {
    var id = ApiClient.as("creator").upload("locks.mp4", Mp4Header.bytes(900, 4)).getString("id");
    var claim = beginHeld(new BulkJobInput("owner", null, "creator2", null, List.of(id), null));
    collectNamed(claim, List.of(id));

    assertLockedBeforeVideos("upload where id = '%s'".formatted(id), id, claim);
  }

  /** So that the account isn't removed while it gets its videos back. */
  @Test
  void anUndoLocksTheFormerOwnersBeforeVideos() {
    var id = videos.insert(1, 1, "creator").get(0);
    var job = beginHeld(new BulkJobInput("owner", null, "creator2", null, List.of(id), null));
    collectNamed(job, List.of(id));
    finish(job);
    var undo = undo(job);
    collect(undo);

    assertLockedBeforeVideos("account where name = 'creator'", id, undo);
    assertThat(videos.count("owner = 'creator'")).isEqualTo(1);
  }

  /** Locks a row, has a step wait for it, and then locks the video without waiting. */
  private void assertLockedBeforeVideos(String row, String video, Claim claim) {
    var step = new AtomicReference<CompletableFuture<?>>();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              lock(row + " for update");
              step.set(CompletableFuture.runAsync(() -> finish(claim)));
              Eventually.holds("the step waits", BulkJobStepsTest::isAnyoneWaiting);
              lock("video where id = '%s' for update nowait".formatted(video));
            });
    step.get().join();
    assertThat(job(claim.jobId()).changed).isEqualTo(1);
  }

  private static void lock(String rows) {
    AuditEntry.getEntityManager().createNativeQuery("select 1 from " + rows).getSingleResult();
  }

  private static boolean isAnyoneWaiting() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                (Boolean)
                    AuditEntry.getEntityManager()
                        .createNativeQuery("select exists (select from pg_locks where not granted)")
                        .getSingleResult());
  }

  private static void failUpdates(String condition, String sqlState) {
    execute(
        """
        create or replace function bulk_test() returns trigger language plpgsql as
        $$begin raise exception 'bulk test' using errcode = '%s'; end$$
        """
            .formatted(sqlState));
    execute(
        "create trigger bulk_test before update on video for each row when (%s) execute function bulk_test()"
            .formatted(condition));
  }

  private static Claim undo(Claim job) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var undo =
                  BulkJob.newUndoOf(
                      BulkJob.findById(job.jobId()), new Requester("admin", null), Instant.now());
              undo.persistAndFlush();
              return undo.claim("the test", Instant.now().plusSeconds(3_600));
            });
  }

  private void collectNamed(Claim claim, List<String> ids) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              BulkJob job = BulkJob.findById(claim.jobId());
              job.recordCollected(items.add(job.id, ids), null, Instant.now());
            });
  }

  private void collect(Claim claim) {
    while (!job(claim.jobId()).collected) {
      steps.advance(claim, 0);
    }
  }

  private void finish(Claim claim) {
    while (!steps.advance(claim, 100).isLast()) {
      // Each step is a transaction.
    }
    assertThat(job(claim.jobId()).state).isEqualTo(BulkJobState.DONE);
  }

  private static void awaitEnd(long id, BulkJobState state) {
    Eventually.holds("the job is " + state, () -> job(id).state == state);
  }

  private static long entries(Claim claim, String action) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                AuditEntry.count(
                    "subject = ?1 and action = ?2", Long.toString(claim.jobId()), action));
  }
}

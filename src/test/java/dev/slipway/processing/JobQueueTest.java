package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Rejection;
import dev.slipway.catalogue.Video;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.MediaJob.Claim;
import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.WorkerPool;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.TestAccount;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The transitions of a job. No worker runs, so the tests make the attempts. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class JobQueueTest {
  private static final String WORKER = "worker-1";
  private static final AtomicInteger SEED = new AtomicInteger();

  @Inject JobQueue queue;
  @Inject ProcessingConfig config;
  @Inject AuditLog audit;
  @Inject EntityManager entities;
  @Inject Clock clock;

  @Test
  void jobAndItsEntryInTheScheduleAreWrittenTogether() {
    var video = video();

    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          queueInTransaction(video, JobPriority.UPLOAD);
                          throw new IllegalStateException("rolled back");
                        }))
        .hasMessage("rolled back");
    assertThat(scheduled(video)).isEmpty();
    assertThat(find(video)).isNull();

    var job = queue(video);
    assertThat(scheduled(video)).containsExactly(job.id + "/1");
  }

  @Test
  void unfinishedJobIsNotQueuedAgain() {
    var video = video();
    var job = queue(video);

    queue(video);
    assertThat(find(video).run).isEqualTo(1);
    start(job);
    queue(video);

    assertThat(find(video).run).isEqualTo(1);
    assertThat(scheduled(video)).hasSize(1);
  }

  @Test
  void endedJobIsQueuedAsTheNextRun() {
    var video = video();
    var job = queue(video);
    finish(start(job));

    queue(video);

    assertThat(find(video).run).isEqualTo(2);
    assertThat(find(video).state).isEqualTo(JobState.QUEUED);
    assertThat(queue.start(job.id, 1, WORKER)).as("an entry of the first run").isEmpty();
    assertThat(queue.start(job.id, 2, WORKER)).isPresent();
  }

  @Test
  void resultIsWrittenOnceAndOnlyByTheLatestAttempt() {
    var video = video();
    var job = queue(video);
    var killed = start(job);
    var second = start(job);
    var written = new AtomicInteger();

    assertThat(queue.finish(killed, etag(video), found -> count(written))).isFalse();
    assertThat(queue.finish(second, etag(video), found -> count(written))).isTrue();
    assertThat(queue.finish(second, etag(video), found -> count(written))).isFalse();

    assertThat(written).hasValue(1);
    assertThat(find(video).state).isEqualTo(JobState.DONE);
    assertThat(queue.start(job.id, 1, WORKER)).as("an ended job").isEmpty();
  }

  @Test
  void resultOfAnotherObjectIsNotWritten() {
    var video = video();
    var claim = start(queue(video));
    var written = new AtomicInteger();

    assertThat(queue.finish(claim, "another", found -> count(written))).isFalse();

    assertThat(written).hasValue(0);
    assertThat(find(video).state)
        .as("the attempt removes its files first")
        .isEqualTo(JobState.RUNNING);
  }

  @Test
  void resultOfADeletedVideoIsNotWritten() {
    var video = video();
    var claim = start(queue(video));
    ApiClient.as("creator").request().delete("/api/videos/" + video + "?permanently=true");
    var written = new AtomicInteger();

    assertThat(queue.finish(claim, etag(video), found -> count(written))).isFalse();

    assertThat(written).hasValue(0);
  }

  @Test
  void onlyAReadyVideoGetsPictures() {
    var video = video();
    var claim = start(queue(video, JobKind.PICTURES));
    var written = new AtomicInteger();
    assertThat(queue.finish(claim, etag(video), found -> count(written))).isTrue();
    var next = start(queue(video, JobKind.PICTURES));
    reject(video);

    assertThat(queue.finish(next, etag(video), found -> count(written))).isFalse();

    assertThat(written).hasValue(1);
  }

  @Test
  void failuresOfOtherKindsSayWhichJobFailed() {
    var video = video();

    queue.fail(start(queue(video, JobKind.PICTURES)), "ffmpeg crashed", config.tries());

    assertThat(details(video)).contains("Poster: ffmpeg crashed");
    assertThat(actionsOf(video)).doesNotContain("processing.started");
  }

  @Test
  void failedAttemptsAreRepeatedLaterAndLaterUntilTheJobIsDead() {
    var video = video();
    var job = queue(video);
    var lastDelay = Duration.ZERO;

    for (var failure = 1; failure < config.tries(); failure++) {
      var before = clock.instant();
      var next = queue.fail(start(job), "failure " + failure, config.tries()).orElseThrow();
      var delay = Duration.between(before, next);
      // At least half of the doubled delay.
      assertThat(delay)
          .isGreaterThanOrEqualTo(config.retryDelay().multipliedBy(1L << failure - 1).dividedBy(2));
      assertThat(find(video).state).isEqualTo(JobState.QUEUED);
      assertThat(find(video).problem).isEqualTo("failure " + failure);
      lastDelay = delay;
    }
    assertThat(lastDelay).isLessThan(Duration.ofMinutes(15));
    assertThat(queue.fail(start(job), "the last failure", config.tries())).isEmpty();

    assertThat(find(video).state).isEqualTo(JobState.DEAD);
    assertThat(find(video).problem).isEqualTo("the last failure");
    assertThat(actionsOf(video))
        .containsSubsequence(
            "processing.started", "processing.failed", "processing.failed", "processing.dead");
  }

  @Test
  void noJobHasMoreTriesThanConfigured() {
    var job = queue(video());

    for (var failure = 1; failure < config.tries(); failure++) {
      assertThat(queue.fail(start(job), "failed", config.tries() + 1)).isPresent();
    }
    assertThat(queue.fail(start(job), "failed", config.tries() + 1)).isEmpty();
  }

  /** An attempt can take hours. */
  @Test
  void jobWithFewerTriesIsDeadEarlier() {
    var video = video();
    var job = queue(video);

    assertThat(queue.fail(start(job), "too slow", 2)).isPresent();
    assertThat(queue.fail(start(job), "too slow again", 2)).isEmpty();

    assertThat(find(video).state).isEqualTo(JobState.DEAD);
    assertThat(find(video).problem).isEqualTo("too slow again");
  }

  @Test
  void outagesAndStopsOfTheWorkerAreNoFailures() {
    var video = video();
    var job = queue(video);

    for (var outage = 0; outage < 2 * config.tries(); outage++) {
      assertThat(queue.postpone(start(job), "The store does not answer")).isPresent();
      assertThat(queue.giveBack(start(job)))
          .hasValueSatisfying(at -> assertThat(at).isBeforeOrEqualTo(clock.instant()));
    }

    assertThat(find(video).state).isEqualTo(JobState.QUEUED);
    assertThat(find(video).failures).isZero();
    assertThat(actionsOf(video)).doesNotContain("processing.failed");
  }

  @Test
  void jobThatKeepsKillingItsWorkerIsDead() {
    var video = video();
    var job = queue(video);
    for (var kill = 0; kill < config.tries(); kill++) {
      start(job);
    }

    assertThat(queue.start(job.id, 1, WORKER)).isEmpty();

    assertThat(find(video).state).isEqualTo(JobState.DEAD);
    assertThat(find(video).problem).contains("ended without a result");
  }

  @Test
  void attemptOfABackfillIsNotAudited() {
    var video = video();
    var job =
        QuarkusTransaction.requiringNew()
            .call(() -> queueInTransaction(video, JobPriority.BACKFILL));

    finish(start(job));

    assertThat(actionsOf(video)).doesNotContain("processing.started");
  }

  /** Otherwise ten thousand small files of one account would make everybody's new videos wait. */
  @Test
  void jobsOfAnAccountWithManyOthersComeAfterThoseOfOtherAccounts() {
    var owner = TestAccount.creator();
    var first = queue(videoOf(owner));
    for (var count = 2; count <= 10; count++) {
      assertThat(scheduledPriority(queue(videoOf(owner)))).isEqualTo(10);
    }

    var eleventh = queue(videoOf(owner));
    var other = queue(videoOf(TestAccount.creator()));

    assertThat(scheduledPriority(eleventh)).isEqualTo(4);
    assertThat(find(eleventh.videoId).priority).isEqualTo(JobPriority.UPLOAD.value());
    assertThat(scheduledPriority(other)).isEqualTo(10);

    finish(start(first));
    finish(start(eleventh));
    assertThat(scheduledPriority(queue(videoOf(owner)))).isEqualTo(10);
  }

  @Test
  void jobsOfLowerPriorityDoNotDelayNewVideosOfTheirAccount() {
    var owner = TestAccount.creator();
    for (var count = 1; count <= 10; count++) {
      queueWith(JobPriority.REQUESTED, videoOf(owner));
    }
    for (var count = 1; count <= 10; count++) {
      queueWith(JobPriority.BACKFILL, videoOf(owner));
    }

    var requested = queueWith(JobPriority.REQUESTED, videoOf(owner));
    var uploaded = queue(videoOf(owner));
    var backfill = queueWith(JobPriority.BACKFILL, videoOf(owner));

    assertThat(scheduledPriority(requested)).isEqualTo(4);
    assertThat(scheduledPriority(uploaded)).isEqualTo(10);
    assertThat(scheduledPriority(backfill)).isZero();
  }

  @Test
  void moreJobsOfAnAccountHaveLowerPriorityStillAboveTheBackfill() {
    assertThat(IntStream.of(0, 1, 2, 7, 8, 31, 32, 127, 128, 100_000).boxed())
        .extracting(unfinished -> JobPriority.FOLLOWING.valueAfter(unfinished, WorkerPool.LONG))
        .containsExactly(8, 8, 4, 4, 3, 3, 2, 2, 1, 1);
    assertThat(JobPriority.maxUnfinished(WorkerPool.LONG)).isEqualTo(128);
    assertThat(JobPriority.BACKFILL.valueAfter(100_000, WorkerPool.SHORT)).isZero();
  }

  @Test
  void progressIsShownWhileAnAttemptRuns() {
    var video = video();
    var claim = start(queue(video));

    queue.report(claim, "Reading the format", 40);

    assertThat(find(video).step).isEqualTo("Reading the format");
    assertThat(find(video).percent).isEqualTo(40);
    assertThat(find(video).worker).isEqualTo(WORKER);
    finish(claim);
    assertThat(find(video).step).isNull();
    assertThat(find(video).percent).isNull();
  }

  private static String video() {
    var client = ApiClient.as("creator");
    var bytes = Mp4Header.bytes(900, SEED.incrementAndGet());
    return client.upload("clip.mp4", bytes).getString("id");
  }

  private static String videoOf(TestAccount owner) {
    var video = video();
    QuarkusTransaction.requiringNew()
        .run(() -> Video.update("owner = ?1 where id = ?2", owner.name(), video));
    return video;
  }

  private MediaJob queueWith(JobPriority priority, String video) {
    return QuarkusTransaction.requiringNew().call(() -> queueInTransaction(video, priority));
  }

  private int scheduledPriority(MediaJob job) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                (Number)
                    entities
                        .createNativeQuery(
                            "select priority from media_job_schedule where task_instance = :entry")
                        .setParameter("entry", job.id + "/" + job.run)
                        .getSingleResult())
        .intValue();
  }

  private static Set<JobKind> count(AtomicInteger written) {
    written.incrementAndGet();
    return Set.of();
  }

  private MediaJob queue(String video) {
    return QuarkusTransaction.requiringNew()
        .call(() -> queueInTransaction(video, JobPriority.UPLOAD));
  }

  private MediaJob queueInTransaction(String video, JobPriority priority) {
    return queue.queue(Video.findAndLock(video).orElseThrow(), JobKind.PROBE, priority, null);
  }

  private MediaJob queue(String video, JobKind kind) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                queue.queue(
                    Video.findAndLock(video).orElseThrow(), kind, JobPriority.FOLLOWING, null));
  }

  private static void reject(String video) {
    QuarkusTransaction.requiringNew()
        .run(() -> Video.findAndLock(video).orElseThrow().reject(Rejection.MALWARE, null));
  }

  private Claim start(MediaJob job) {
    return queue.start(job.id, job.run, WORKER).orElseThrow();
  }

  private void finish(Claim claim) {
    assertThat(queue.finish(claim, etag(claim.videoId()), video -> Set.of())).isTrue();
  }

  private static String etag(String video) {
    return QuarkusTransaction.requiringNew().call(() -> Video.<Video>findById(video).etag());
  }

  private static MediaJob find(String video) {
    return QuarkusTransaction.requiringNew()
        .call(() -> MediaJob.<MediaJob>find("videoId", video).firstResult());
  }

  @SuppressWarnings("unchecked")
  private List<String> scheduled(String video) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                entities
                    .createNativeQuery(
                        "select task_instance from media_job_schedule where task_instance like"
                            + " (select id || '/%' from media_job where video_id = :video)",
                        String.class)
                    .setParameter("video", video)
                    .getResultList());
  }

  private List<String> actionsOf(String video) {
    return QuarkusTransaction.requiringNew()
        .call(() -> audit.historyOf(video).entries().stream().map(AuditEntry::action).toList());
  }

  private List<String> details(String video) {
    return QuarkusTransaction.requiringNew()
        .call(() -> audit.historyOf(video).entries().stream().map(AuditEntry::detail).toList());
  }
}

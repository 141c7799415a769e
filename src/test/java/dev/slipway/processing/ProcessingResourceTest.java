package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.catalogue.Rejection;
import dev.slipway.catalogue.verdict.VerdictWriter;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.work.JobHandler;
import dev.slipway.processing.work.JobKind;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.web.BackgroundConfig;
import dev.slipway.web.BoundedCount;
import dev.slipway.web.ProcessRole;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A video from its upload to the verdict, through the API and the pages. */
@QuarkusTest
@TestProfile(QueuedProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class ProcessingResourceTest {
  private static final AtomicInteger SEED = new AtomicInteger(1000);

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient admin = ApiClient.as("admin");

  @Inject BackgroundConfig background;
  @Inject TestAttempts attempts;
  @Inject ProcessingSweep sweep;
  @Inject JobQueue queue;
  @Inject JobBacklog backlog;
  @Inject VerdictWriter verdicts;
  @Inject SweepQueries queries;
  @Inject JobHandlers handlers;
  @Inject @Any Instance<JobHandler> allHandlers;
  @Inject DerivedStore derivedStore;
  @Inject Clock clock;

  @Test
  void newVideoWaitsForItsVerdict() {
    var id = upload();

    get(creator, id)
        .body("status", equalTo("PROCESSING"))
        .body("playable", equalTo(false))
        .body("format.videoCodec", nullValue());
    play(id).statusCode(409).body("code", equalTo("video-not-playable"));
    admin
        .request()
        .get("/api/processing?state=queued")
        .then()
        .statusCode(200)
        .body("items.videoId", hasItem(id))
        .body("counts.queued", notNullValue());
    creator
        .request()
        .get("/videos/" + id)
        .then()
        .statusCode(200)
        .body(containsString("Checking the video…"));
  }

  @Test
  void countsJobsUpToAMaximum() {
    upload();
    upload();

    assertThat(backlog.count(JobState.QUEUED, 1)).isEqualTo(new BoundedCount(1, false));
    assertThat(backlog.count(JobState.QUEUED, 100_000).isExact()).isTrue();
    assertThat(backlog.count(JobState.QUEUED, 100_000).value()).isGreaterThanOrEqualTo(2);
    assertThat(backlog.count().queued()).isEqualTo(backlog.count(JobState.QUEUED, 100_000));
  }

  /** A job of hours waits for long without a fault. */
  @Test
  void oldestJobIsOneOfSeconds() {
    var id = upload();
    update("queuedAt = ?1 where videoId = ?2", Instant.EPOCH, id);
    assertThat(backlog.count().oldestQueuedAt()).isEqualTo(Instant.EPOCH);

    update("kind = ?1 where videoId = ?2", JobKind.RENDITIONS, id);

    assertThat(backlog.count().oldestQueuedAt()).isNotEqualTo(Instant.EPOCH);
  }

  private static void update(String change, Object... parameters) {
    QuarkusTransaction.requiringNew().run(() -> MediaJob.update(change, parameters));
  }

  @Test
  void acceptedVideoIsReadyWithItsFormat() {
    var id = upload();

    attempts.accept(id);

    get(creator, id)
        .body("status", equalTo("READY"))
        .body("playable", equalTo(true))
        .body("format.videoCodec", equalTo("h264"))
        .body("format.audioCodec", equalTo("aac"))
        .body("format.width", equalTo(1920))
        .body("format.rotation", equalTo(90))
        .body("format.durationMillis", equalTo(62_000))
        .body("format.bitRate", equalTo(4_000_000))
        .body("format.hdr", equalTo("pq"));
    play(id).statusCode(201);
    creator
        .request()
        .get("/videos/" + id)
        .then()
        .body(containsString("Processing started"))
        .body(containsString("Ready: mp4, h264, aac, 1920 × 1080"));
  }

  @Test
  void rejectedVideoSaysWhyAndStaysRejected() {
    var id = upload();

    attempts.reject(id, Rejection.CODEC_NOT_ALLOWED, "The video codec is magicyuv.");

    get(creator, id)
        .body("status", equalTo("REJECTED"))
        .body("rejection", equalTo("codec-not-allowed"))
        .body("rejectionText", containsString("The video codec is magicyuv."));
    play(id).statusCode(409).body("detail", containsString("magicyuv"));
    creator
        .request()
        .get("/videos/" + id)
        .then()
        .body(containsString("The video codec is magicyuv."));
    request(admin, id).statusCode(409).body("code", equalTo("video-rejected"));
  }

  @Test
  void ownerRetriesADeadJob() {
    var id = upload();
    attempts.kill(id, "ffprobe crashed");

    get(creator, id).body("status", equalTo("PROCESSING"));
    creator
        .request()
        .get("/videos/" + id)
        .then()
        .body(containsString("couldn’t be checked"))
        .body(containsString("ffprobe crashed"))
        .body(containsString("Try again"));
    admin
        .request()
        .get("/api/processing?state=dead")
        .then()
        .body("items.find { it.videoId == '" + id + "' }.problem", equalTo("ffprobe crashed"))
        .body("items.find { it.videoId == '" + id + "' }.failedAttempts", equalTo(5));
    request(ApiClient.as("creator2"), id).statusCode(404);

    request(creator, id)
        .statusCode(202)
        .body("state", equalTo("QUEUED"))
        .body("requestedBy", equalTo("creator"))
        .body("failedAttempts", equalTo(0));

    attempts.accept(id);
    get(creator, id).body("status", equalTo("READY"));
  }

  @Test
  void administratorsRetryADeadJobOnThePage() {
    var id = upload();
    attempts.kill(id, "ffprobe hung");

    admin
        .request()
        .get("/admin/processing?state=dead")
        .then()
        .statusCode(200)
        .body(containsString("ffprobe hung"))
        .body(containsString("/admin/processing/" + id + "/requests"));
    admin
        .request()
        .redirects()
        .follow(false)
        .contentType(ContentType.URLENC)
        .formParam("kind", "probe")
        .formParam("state", "dead")
        .post("/admin/processing/" + id + "/requests")
        .then()
        .statusCode(303)
        .header("Location", containsString("/admin/processing?state=dead&requested=true"));

    assertThat(TestAttempts.job(id).state).isEqualTo(JobState.QUEUED);
    assertThat(TestAttempts.job(id).requestedBy).isEqualTo("admin");
  }

  @Test
  void onlyAdministratorsHaveAReadyVideoProbedAgain() {
    var id = upload();
    attempts.accept(id);

    request(creator, id).statusCode(403);
    request(admin, id).statusCode(202).body("state", equalTo("QUEUED"));
    request(admin, id).statusCode(202).body("state", equalTo("QUEUED"));
    attempts.reject(id, Rejection.TRUNCATED, null);

    get(creator, id).body("status", equalTo("READY")).body("playable", equalTo(true));
  }

  @Test
  void malwareThatIsFoundLaterRejectsAReadyVideo() {
    var id = upload();
    attempts.accept(id);
    request(admin, id).statusCode(202);

    attempts.reject(id, Rejection.MALWARE, "Eicar.");

    get(creator, id)
        .body("status", equalTo("REJECTED"))
        .body("rejection", equalTo("malware"))
        .body("rejectedUntil", notNullValue());
    play(id).statusCode(409);
    creator.request().get("/videos/" + id).then().body(containsString("malware: Eicar."));
  }

  @Test
  void deadJobOfADeletedVideoEnds() {
    var id = upload();
    var kept = upload();
    attempts.kill(id, "ffprobe crashed");
    attempts.kill(kept, "ffprobe crashed");
    creator.request().delete("/api/videos/" + id + "?permanently=true").then().statusCode(204);

    sweep.endObsolete();

    assertThat(TestAttempts.job(id).state).isEqualTo(JobState.DONE);
    assertThat(TestAttempts.job(id).problem).isEqualTo("The video was deleted or replaced");
    assertThat(TestAttempts.job(kept).state).isEqualTo(JobState.DEAD);
  }

  @Test
  void videoWhoseFilesCannotBeRemovedDoesNotBlockTheJobsOfOthers() {
    var ids = Stream.generate(this::upload).limit(2).toList();
    for (var id : ids) {
      attempts.kill(id, "ffprobe crashed");
      creator.request().delete("/api/videos/" + id + "?permanently=true").then().statusCode(204);
    }
    // The sweep begins with the newest one.
    var refused = ids.get(1);
    var refusing =
        new JobHandlers(allHandlers) {
          @Override
          void removeLeftovers(RandomId videoId) {
            if (videoId.value().equals(refused)) {
              throw new StoreUnavailableException();
            }
            super.removeLeftovers(videoId);
          }
        };

    assertThatThrownBy(() -> sweep("all", 1, refusing).endObsolete())
        .isInstanceOf(StoreUnavailableException.class);

    assertThat(TestAttempts.job(ids.get(0)).state).isEqualTo(JobState.DONE);
    assertThat(TestAttempts.job(refused).state).isEqualTo(JobState.DEAD);
  }

  @Test
  void administratorsDismissADeadJobAndItsOwnerCanStillRetryIt() {
    var id = upload();
    attempts.kill(id, "ffprobe crashed");

    dismiss(creator, id).statusCode(403);
    dismiss(admin, id)
        .statusCode(200)
        .body("state", equalTo("DONE"))
        .body("dismissed", equalTo(true))
        .body("problem", equalTo("ffprobe crashed"));
    dismiss(admin, id).statusCode(200).body("state", equalTo("DONE"));
    attempts.age(id);
    sweep.queueForgotten();

    assertThat(TestAttempts.job(id).state).isEqualTo(JobState.DONE);
    creator
        .request()
        .get("/videos/" + id)
        .then()
        .body(containsString("Failed processing dismissed"))
        .body(containsString("Try again"));
    request(creator, id)
        .statusCode(202)
        .body("state", equalTo("QUEUED"))
        .body("dismissed", equalTo(false));
  }

  @Test
  void dismissesOnlyDeadJobs() {
    var id = upload();

    dismiss(admin, id).statusCode(200).body("state", equalTo("QUEUED"));
    dismiss(admin, "none").statusCode(404);
  }

  @Test
  void administratorsDismissADeadJobOnThePage() {
    var id = upload();
    attempts.kill(id, "ffprobe hung");
    var path = "/admin/processing/" + id + "/dismissals";
    admin
        .request()
        .get("/admin/processing?state=dead")
        .then()
        .statusCode(200)
        .body(containsString(path));

    admin
        .request()
        .redirects()
        .follow(false)
        .contentType(ContentType.URLENC)
        .formParam("kind", "probe")
        .formParam("state", "dead")
        .post(path)
        .then()
        .statusCode(303)
        .header("Location", containsString("/admin/processing?state=dead&dismissed=true"));

    assertThat(TestAttempts.job(id).state).isEqualTo(JobState.DONE);
    admin
        .request()
        .get("/admin/processing?state=dead&dismissed=true")
        .then()
        .body(containsString("Job dismissed"))
        .body(not(containsString(path)));
  }

  @Test
  void videoInTheTrashIsNotProcessedAgain() {
    var id = upload();
    attempts.kill(id, "ffprobe crashed");
    creator.request().delete("/api/videos/" + id).then().statusCode(200);

    request(creator, id).statusCode(409).body("code", equalTo("video-in-trash"));
  }

  @Test
  void unknownStateAndVideoAreErrors() {
    admin.request().get("/api/processing?state=none").then().statusCode(400);
    request(admin, "none").statusCode(404);
  }

  @Test
  void otherPeopleDontSeeAVideoBeforeItIsReady() {
    var id = upload();
    creator
        .request()
        .contentType(ContentType.JSON)
        .body("{\"visibility\": \"public\"}")
        .patch("/api/videos/" + id)
        .then()
        .statusCode(200);

    ApiClient.as("viewer").request().get("/api/videos/" + id).then().statusCode(404);
    ApiClient.anonymous().request().get("/api/videos").then().body("items.id", not(hasItem(id)));
    attempts.accept(id);
    ApiClient.anonymous().request().get("/api/videos").then().body("items.id", hasItems(id));
  }

  @Test
  void forgottenVideoGetsAnotherJob() {
    var id = upload();
    attempts.endObsolete(id);
    sweep.queueForgotten();
    assertThat(TestAttempts.job(id).run).as("soon after it ended").isEqualTo(1);
    attempts.age(id);

    sweep.queueForgotten();

    assertThat(TestAttempts.job(id).state).isEqualTo(JobState.QUEUED);
    assertThat(TestAttempts.job(id).run).isEqualTo(2);
    attempts.accept(id);
    sweep.queueForgotten();
    assertThat(TestAttempts.job(id).state).isEqualTo(JobState.DONE);
  }

  @Test
  void videosThatWereReadyBeforeAreProbedInTheBackground() {
    var id = upload();
    attempts.forgetProbe(id);
    attempts.endAll();

    sweep.refill();

    assertThat(TestAttempts.job(id).priority).isEqualTo(JobPriority.BACKFILL.value());
    attempts.accept(id);
    get(creator, id).body("status", equalTo("READY")).body("format.videoCodec", equalTo("h264"));
    sweep.refill();
    assertThat(TestAttempts.job(id).run).isEqualTo(1);
  }

  @Test
  void acceptedVideoGetsJobsThatNeverChangeItsStatus() {
    var id = upload();

    attempts.acceptAndFollow(id);

    assertThat(TestAttempts.job(id, JobKind.PICTURES).state).isEqualTo(JobState.QUEUED);
    assertThat(TestAttempts.job(id, JobKind.PICTURES).priority)
        .isEqualTo(JobPriority.FOLLOWING.value());
    attempts.kill(id, JobKind.PICTURES, "ffmpeg crashed");

    get(creator, id).body("status", equalTo("READY")).body("posterUrl", nullValue());
    play(id).statusCode(201);
    admin
        .request()
        .get("/admin/processing?state=dead")
        .then()
        .body(containsString("ffmpeg crashed"));
    request(creator, id).statusCode(202).body("kind", equalTo("pictures"));
    assertThat(TestAttempts.job(id, JobKind.PICTURES).state).isEqualTo(JobState.QUEUED);
    assertThat(TestAttempts.job(id).state).isEqualTo(JobState.DONE);
  }

  @Test
  void kindSelectsTheJobThatIsRetriedOrDismissed() {
    var id = upload();
    attempts.acceptAndFollow(id);
    attempts.kill(id, JobKind.PICTURES, "ffmpeg crashed");
    var path = "/api/videos/" + id + "/processing";

    creator.request().post(path + "?kind=probe").then().statusCode(403);
    creator.request().post(path + "?kind=none").then().statusCode(400);
    admin
        .request()
        .delete(path + "?kind=pictures")
        .then()
        .statusCode(200)
        .body("kind", equalTo("pictures"))
        .body("dismissed", equalTo(true));
    admin.request().delete(path + "?kind=storyboard").then().statusCode(404);
    admin
        .request()
        .get("/api/processing?kind=pictures")
        .then()
        .body("items.find { it.videoId == '" + id + "' }.dismissed", equalTo(true));
  }

  @Test
  void videoThatIsNotReadyGetsNoPictures() {
    var id = upload();

    admin
        .request()
        .post("/api/videos/" + id + "/processing?kind=pictures")
        .then()
        .statusCode(409)
        .body("code", equalTo("video-not-playable"));
  }

  @Test
  void videosThatWereReadyBeforeGetPicturesInTheBackground() {
    var id = upload();
    attempts.accept(id);
    attempts.endAll();

    sweep.refill();

    assertThat(TestAttempts.job(id, JobKind.PICTURES).priority)
        .isEqualTo(JobPriority.BACKFILL.value());
    sweep.deleteQueued();
    assertThat(TestAttempts.job(id, JobKind.PICTURES)).as("processing is switched off").isNull();
  }

  /** Renditions are switched off in tests. */
  @Test
  void jobsOfAKindThatIsSwitchedOffAreRefusedAndDeleted() {
    var id = upload();
    attempts.acceptAndFollow(id);
    assertThat(TestAttempts.job(id, JobKind.RENDITIONS)).isNull();
    admin
        .request()
        .post("/api/videos/" + id + "/processing?kind=renditions")
        .then()
        .statusCode(409)
        .body("code", equalTo("processing-disabled"))
        .body("detail", containsString("SLIPWAY_RENDITIONS_ENABLED"));
    deleteRenditions();
    attempts.queueRenditions(id);
    var sweep = sweep("all", 2);

    sweep.deleteDisabled();
    assertThat(TestAttempts.job(id, JobKind.RENDITIONS).state)
        .as("a worker that was idle may begin it")
        .isEqualTo(JobState.QUEUED);
    attempts.ageQueued(id, JobKind.RENDITIONS);

    sweep.deleteDisabled();

    assertThat(TestAttempts.job(id, JobKind.RENDITIONS)).isNull();
    assertThat(TestAttempts.job(id, JobKind.PICTURES).state).isEqualTo(JobState.QUEUED);
  }

  /** Workers can have other settings than the processes that people reach. */
  @Test
  void jobsOfAKindThatIsSwitchedOffStayForOtherProcesses() {
    var id = upload();
    attempts.accept(id);
    attempts.queueRenditions(id);
    attempts.ageQueued(id, JobKind.RENDITIONS);

    sweep("web", 2).deleteDisabled();
    sweep("all", 0).deleteDisabled();
    assertThat(TestAttempts.job(id, JobKind.RENDITIONS).state)
        .as("this process runs no jobs")
        .isEqualTo(JobState.QUEUED);

    var other = upload();
    attempts.accept(other);
    attempts.queueRenditions(other);
    var claim = attempts.start(other, JobKind.RENDITIONS);
    sweep("all", 2).deleteDisabled();
    assertThat(TestAttempts.job(id, JobKind.RENDITIONS).state)
        .as("a worker runs such jobs")
        .isEqualTo(JobState.QUEUED);
    queue.fail(claim, "ffmpeg crashed", Integer.MAX_VALUE);
    attempts.ageQueued(other, JobKind.RENDITIONS);
    sweep("all", 2).deleteDisabled();
    assertThat(TestAttempts.job(other, JobKind.RENDITIONS).state)
        .as("a worker has begun it a moment ago")
        .isEqualTo(JobState.QUEUED);
    deleteRenditions();
  }

  @Test
  void jobThatAKilledWorkerHasLeftIsDeletedWithItsKind() {
    deleteRenditions();
    var left = upload();
    attempts.accept(left);
    attempts.queueRenditions(left);
    attempts.start(left, JobKind.RENDITIONS);
    var waiting = upload();
    attempts.accept(waiting);
    attempts.queueRenditions(waiting);
    attempts.ageQueued(waiting, JobKind.RENDITIONS);

    startedBefore(left, Duration.ofHours(13));
    sweep("all", 2).deleteDisabled();
    assertThat(TestAttempts.job(left, JobKind.RENDITIONS).state)
        .as("a worker may still run it")
        .isEqualTo(JobState.RUNNING);
    assertThat(TestAttempts.job(waiting, JobKind.RENDITIONS).state).isEqualTo(JobState.QUEUED);

    startedBefore(left, Duration.ofHours(17));
    sweep("all", 2).deleteDisabled();
    assertThat(TestAttempts.job(left, JobKind.RENDITIONS)).isNull();
    assertThat(TestAttempts.job(waiting, JobKind.RENDITIONS)).isNull();
  }

  private void startedBefore(String video, Duration age) {
    update(
        "startedAt = ?1 where kind = RENDITIONS and videoId = ?2",
        clock.instant().minus(age),
        video);
  }

  @Test
  void waitingJobsOfAcceptedVideosAreDeletedWhenProcessingIsSwitchedOff() {
    var accepted = upload();
    attempts.accept(accepted);
    admin.request().post("/api/videos/" + accepted + "/processing").then().statusCode(202);
    var waiting = upload();

    sweep.deleteQueued();

    assertThat(TestAttempts.job(accepted)).isNull();
    assertThat(TestAttempts.job(waiting).state).isEqualTo(JobState.QUEUED);
  }

  /** Every process that people reach has a sweep. */
  @Test
  void sweepsAtTheSameTimeQueueOneJob() throws Exception {
    var videos = new ArrayList<String>();
    for (var video = 0; video < 10; video++) {
      videos.add(upload());
    }
    QuarkusTransaction.requiringNew().run(() -> MediaJob.delete("videoId in ?1", videos));
    var other = sweep("all", 2);
    var begin = new CyclicBarrier(2);
    var sweeps =
        Stream.of(sweep, other)
            .map(each -> CompletableFuture.runAsync(() -> queueForgotten(each, begin)))
            .toList();
    for (var each : sweeps) {
      each.get(1, TimeUnit.MINUTES);
    }

    for (var video : videos) {
      assertThat(TestAttempts.job(video).state).isEqualTo(JobState.QUEUED);
      assertThat(TestAttempts.job(video).run).isEqualTo(1);
    }
  }

  private static void queueForgotten(ProcessingSweep sweep, CyclicBarrier begin) {
    try {
      begin.await(1, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    sweep.queueForgotten();
  }

  @Test
  void waitingVideosAreAcceptedWhenProcessingIsSwitchedOff() {
    var id = upload();
    var job = TestAttempts.job(id);

    sweep.acceptUnprobed();

    get(creator, id).body("status", equalTo("READY"));
    // The backfill of the running application may have queued another one already.
    assertThat(TestAttempts.job(id))
        .satisfiesAnyOf(
            none -> assertThat(none).isNull(), other -> assertThat(other.id).isNotEqualTo(job.id));
  }

  @Test
  void acceptedVideosAreProbedWhenProcessingIsSwitchedOnAgain() {
    var id = upload();
    var running = attempts.start(id);
    sweep.acceptUnprobed();
    assertThat(queue.start(running.jobId(), running.run(), "worker-1"))
        .as("the entry in the schedule, which remains")
        .isEmpty();
    attempts.endAll();

    sweep.refill();

    assertThat(TestAttempts.job(id).priority).isEqualTo(JobPriority.BACKFILL.value());
    assertPlays(id);
    var claim = attempts.start(id);
    assertPlays(id);
    queue.fail(claim, "ffprobe crashed", Integer.MAX_VALUE);
    assertPlays(id);
    attempts.acceptAndFollow(id);
    get(creator, id)
        .body("status", equalTo("READY"))
        .body("format.videoCodec", equalTo(TestAttempts.INFO.videoCodec()));
    assertThat(TestAttempts.job(id, JobKind.PICTURES).state).isEqualTo(JobState.QUEUED);
  }

  @Test
  void videoWhoseDeadJobWasDismissedIsNotProbedAgain() {
    var id = upload();
    attempts.kill(id, "ffprobe crashed");
    dismiss(admin, id).statusCode(200);

    sweep.acceptUnprobed();

    get(creator, id).body("status", equalTo("READY"));
    assertThat(TestAttempts.job(id).dismissed).isTrue();
  }

  private void assertPlays(String id) {
    get(creator, id).body("status", equalTo("READY")).body("playable", equalTo(true));
    play(id).statusCode(201);
  }

  private String upload() {
    return creator.upload("clip.mp4", Mp4Header.bytes(900, SEED.incrementAndGet())).getString("id");
  }

  private static ValidatableResponse get(ApiClient client, String id) {
    return client.request().get("/api/videos/" + id).then().statusCode(200);
  }

  private ValidatableResponse play(String id) {
    return creator
        .request()
        .contentType(ContentType.JSON)
        .body("{\"operation\": \"play\"}")
        .post("/api/videos/" + id + "/urls")
        .then();
  }

  private static ValidatableResponse dismiss(ApiClient client, String id) {
    return client.request().delete("/api/videos/" + id + "/processing").then();
  }

  private static void deleteRenditions() {
    QuarkusTransaction.requiringNew().run(() -> MediaJob.delete("kind", JobKind.RENDITIONS));
  }

  /** The sweep of another process. */
  private ProcessingSweep sweep(String role, int workers) {
    return sweep(role, workers, handlers);
  }

  private ProcessingSweep sweep(String role, int workers, JobHandlers handlers) {
    var settings = Map.of("slipway.processing.workers", Integer.toString(workers));
    var config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(ProcessingConfig.class)
            .withSources(new PropertiesConfigSource(settings, "settings", 300))
            .build()
            .getConfigMapping(ProcessingConfig.class);
    return new ProcessingSweep(
        config,
        queue,
        backlog,
        verdicts,
        queries,
        handlers,
        derivedStore,
        new ProcessRole(role),
        background,
        clock);
  }

  private static ValidatableResponse request(ApiClient client, String id) {
    return client.request().post("/api/videos/" + id + "/processing").then();
  }
}

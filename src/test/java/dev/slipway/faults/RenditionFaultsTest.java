package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Faults while the renditions of a video are made and stored. */
@Tag("faults")
class RenditionFaultsTest {
  private static final int KILLS = FaultSuiteSettings.scale(1, 5);
  private static final int TRIES = 2;
  private static final String KIND = "renditions";
  private static final String JOB = "RENDITIONS";

  /** The beginning of a request that stores a part. */
  private static final String PART = "partNumber=";

  private static final UnreliableProgram FFMPEG = UnreliableProgram.ffmpeg();

  @RegisterExtension
  static final Stack STACK =
      Stack.withProcessing(
          TRIES,
          Map.of(
              "SLIPWAY_RENDITIONS_SKIP_SIZE", "1K",
              "SLIPWAY_RENDITIONS_SKIP_BIT_RATE", "10",
              "SLIPWAY_RENDITIONS_STALL_TIMEOUT", "5S",
              "SLIPWAY_MEDIA_FFMPEG", FFMPEG.path().toString()));

  private final ProcessedVideos videos = new ProcessedVideos(STACK);

  @AfterEach
  void repair() {
    FFMPEG.work();
    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
  }

  @Test
  @Tag("quick")
  @Fault("kill -9 of the worker when a part of a rendition is stored")
  void survivesAKillBetweenTwoParts() throws Exception {
    var video = videos.any();
    Instant restarted = null;
    for (var kill = 0; kill < KILLS; kill++) {
      var before = results(video);
      FFMPEG.slowDown();
      videos.request(video, KIND);
      var unfinished = videos.awaitPart(video);
      STACK.replica().kill();
      FFMPEG.work();
      STACK.replica().start();
      restarted = Instant.now();

      videos.awaitEndOfJobs();

      videos.assertComplete(video);
      videos.assertAborted(unfinished);
      assertThat(results(video)).isEqualTo(before + 1);
    }
    STACK.reportResult(
        "%s; made by another attempt %d s after the restart, nothing left of the first",
        times(KILLS), Duration.between(restarted, Instant.now()).toSeconds());
  }

  @Test
  @Fault("kill -9 of the worker when renditions are stored and not yet in the catalogue")
  void survivesAKillBeforeTheResultIsWritten() throws Exception {
    var video = videos.any();
    var before = results(video);
    try (var lock = STACK.database().lock("rendition")) {
      videos.request(video, KIND);
      videos.awaitFileWithoutRow(video);
      STACK.replica().kill();
    }
    STACK.replica().start();

    videos.awaitEndOfJobs();

    videos.assertComplete(video);
    assertThat(results(video)).isEqualTo(before + 1);
    STACK.reportResult("made by another attempt; what the first had stored was removed");
  }

  @Test
  @Tag("quick")
  @Fault("a video is deleted permanently while its renditions are made")
  void leavesNothingOfADeletedVideo() throws Exception {
    var video = videos.upload();
    FFMPEG.slowDown();
    videos.request(video, KIND);
    var unfinished = videos.awaitPart(video);

    TolerantClient.of("creator", STACK.replica())
        .send("DELETE", "/api/videos/" + video + "?permanently=true", null, Map.of())
        .expect(204);

    Eventually.holds(
        "nothing is left",
        ProcessedVideos.TIMEOUT,
        () ->
            STACK.bucket().listDerived(video).isEmpty()
                && videos.count("uncatalogued_file", video, "true") == 0
                && videos.count("media_job", video, "state in ('QUEUED', 'RUNNING')") == 0);
    videos.assertAborted(unfinished);
    assertThat(STACK.bucket().list()).doesNotContainKey("videos/" + video + "/source");
    STACK.reportResult("no object in either bucket, no unfinished upload");
  }

  @Test
  @Tag("quick")
  @Fault("the connection is cut in the middle of a part of a rendition")
  void sendsAPartAgainAfterAnInterruption() throws Exception {
    madeInOneAttempt(RequestFault.cutOnce(PART), "1 part cut");
  }

  @Test
  @Fault("the store answers 503 to a part of a rendition that it has stored")
  void sendsAPartAgainAfterAnError() throws Exception {
    madeInOneAttempt(RequestFault.failOnce(PART), "1 part answered with 503");
  }

  @Test
  @Fault("one bit of a part of a rendition is flipped in transit")
  void storesNoDamagedPart() throws Exception {
    var video = videos.any();
    var fault = RequestFault.corruptOnce(PART);
    STACK.storeProxy().setInterceptor(fault);
    videos.request(video, KIND);
    videos.awaitEndOfJobs();

    assertThat(fault.count()).isOne();
    videos.assertComplete(video);
    STACK.reportResult(
        "refused by the store; made by another attempt, nothing left of the damaged part");
  }

  @Test
  @Fault("ffmpeg crashes each time that it makes renditions")
  void survivesACrashingFfmpeg() throws Exception {
    FFMPEG.crash();
    failsUntilItIsDeadAndIsRetried();
  }

  @Test
  @Fault("ffmpeg hangs each time that it makes renditions")
  void survivesAHangingFfmpeg() throws Exception {
    FFMPEG.hang();
    failsUntilItIsDeadAndIsRetried();
  }

  @Test
  @Fault("the temporary directory accepts no more bytes while renditions are made")
  void waitsForSpaceOnTheDisk() throws Exception {
    var video = videos.any();
    try (var full = FullDisk.of(STACK.replica())) {
      videos.request(video, KIND);
      videos.awaitJob(video, JOB, "state = 'QUEUED' and problem is not null");
      assertThat(videos.count("media_job", video, "kind = 'RENDITIONS' and failures > 0")).isZero();
    }
    videos.awaitEndOfJobs();

    videos.assertComplete(video);
    STACK.reportResult("waited without a failed attempt; made when there was space");
  }

  private void madeInOneAttempt(RequestFault fault, String description) throws Exception {
    var video = videos.any();
    STACK.storeProxy().setInterceptor(fault);
    var before = videos.count("media_job", video, "kind = 'RENDITIONS' and failures > 0");
    videos.request(video, KIND);
    videos.awaitEndOfJobs();

    assertThat(fault.count()).isOne();
    videos.assertComplete(video);
    assertThat(videos.count("media_job", video, "kind = 'RENDITIONS' and failures > 0"))
        .isEqualTo(before);
    STACK.reportResult("%s and sent again, in the same attempt", description);
  }

  private void failsUntilItIsDeadAndIsRetried() throws Exception {
    var video = videos.any();
    videos.request(video, KIND);
    videos.awaitJob(video, JOB, "state = 'DEAD'");
    assertThat(videos.count("media_job", video, "state = 'DEAD' and failures = " + TRIES)).isOne();
    // Those of before stay.
    videos.assertComplete(video);

    FFMPEG.work();
    videos.request(video, KIND);
    videos.awaitEndOfJobs();

    videos.assertComplete(video);
    STACK.reportResult("dead after %d attempts, made after a retry; nothing left", TRIES);
  }

  private static long results(String video) {
    return STACK
        .database()
        .count(
            "select count(*) from audit_entry where subject = '%s' and action = 'video.renditions'"
                .formatted(video));
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }
}

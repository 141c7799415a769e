package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Eventually;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Faults while the poster and the storyboard of a video are made and stored. */
@Tag("faults")
class PictureFaultsTest {
  private static final int TRIES = 2;
  private static final String POSTER = "PICTURES";
  private static final String STORYBOARD = "STORYBOARD";
  private static final List<String> KINDS = List.of(POSTER, STORYBOARD);

  /** The beginning of a request that stores a file in the derived bucket. */
  private static final String PUT = "PUT /%s/".formatted(StoreServer.DERIVED_BUCKET);

  private static final String RUNNING = "state = 'RUNNING'";

  private static final UnreliableProgram FFMPEG = UnreliableProgram.ffmpeg();

  @RegisterExtension
  static final Stack STACK =
      Stack.withProcessing(
          TRIES,
          Map.of(
              "SLIPWAY_RENDITIONS_SKIP_SIZE", "1K",
              "SLIPWAY_RENDITIONS_SKIP_BIT_RATE", "10",
              "SLIPWAY_MEDIA_PICTURES_TIMEOUT", "5S",
              "SLIPWAY_MEDIA_FFMPEG", FFMPEG.path().toString()));

  private final ProcessedVideos videos = new ProcessedVideos(STACK);

  @AfterEach
  void repair() {
    FFMPEG.work();
    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
  }

  @Test
  @Fault("kill -9 of the worker while ffmpeg makes a poster")
  void survivesAKillDuringAPoster() throws Exception {
    killWhileFfmpegRuns(POSTER);
  }

  @Test
  @Fault("kill -9 of the worker while ffmpeg makes a storyboard")
  void survivesAKillDuringAStoryboard() throws Exception {
    killWhileFfmpegRuns(STORYBOARD);
  }

  @Test
  @Fault("kill -9 of the worker when a poster is stored and not yet in the catalogue")
  void survivesAKillAfterAPoster() throws Exception {
    killBeforeTheResultIsWritten(POSTER, "video");
  }

  @Test
  @Fault("kill -9 of the worker when a storyboard is stored and not yet in the catalogue")
  void survivesAKillAfterAStoryboard() throws Exception {
    killBeforeTheResultIsWritten(STORYBOARD, "video_pictures");
  }

  @Test
  @Tag("quick")
  @Fault("ffmpeg crashes each time that it makes a poster or a storyboard")
  void survivesACrashingFfmpeg() throws Exception {
    // Before the fault, because its own pictures are complete.
    videos.any();
    FFMPEG.crash();
    failsUntilItIsDeadAndIsRetried();
  }

  @Test
  @Fault("ffmpeg hangs each time that it makes a poster or a storyboard")
  void survivesAHangingFfmpeg() throws Exception {
    // Before the fault, because its own pictures are complete.
    videos.any();
    FFMPEG.hang();
    failsUntilItIsDeadAndIsRetried();
  }

  @Test
  @Fault("the connection is cut while a poster and a storyboard are stored")
  void survivesAnInterruptionOfThePut() throws Exception {
    failsOnce(RequestFault::cutOnce, "cut");
  }

  @Test
  @Fault("the store answers 503 to a poster and a storyboard that it has stored")
  void survivesAnErrorOfTheStore() throws Exception {
    failsOnce(RequestFault::failOnce, "answered with 503");
  }

  @Test
  @Tag("quick")
  @Fault("the store refuses each poster and storyboard with 403")
  void survivesAStoreThatRefuses() throws Exception {
    var video = videos.any();
    STACK.storeProxy().setInterceptor(RequestFault.refuseAll(PUT));
    failsUntilItIsDead(video);

    STACK.storeProxy().setInterceptor(TcpInterceptor.NONE);
    isMadeAfterARetry(video);
  }

  @Test
  @Fault("the temporary directory accepts no more bytes while poster and storyboard are made")
  void waitsForSpaceOnTheDisk() throws Exception {
    var video = videos.any();
    try (var full = FullDisk.of(STACK.replica())) {
      for (var kind : KINDS) {
        videos.request(video, kind.toLowerCase(Locale.ROOT));
        videos.awaitJob(video, kind, "state = 'QUEUED' and problem is not null");
      }
      assertThat(videos.count("media_job", video, "state <> 'DONE' and failures > 0")).isZero();
    }
    videos.awaitEndOfJobs();

    videos.assertComplete(video);
    STACK.reportResult("waited without a failed attempt; made when there was space");
  }

  @Test
  @Fault("a video is deleted permanently while its storyboard is made")
  void leavesNothingOfADeletedVideo() throws Exception {
    var video = videos.upload();
    FFMPEG.hang();
    videos.request(video, "storyboard");
    videos.awaitJob(video, STORYBOARD, RUNNING);

    TolerantClient.of("creator", STACK.replica())
        .send("DELETE", "/api/videos/" + video + "?permanently=true", null, Map.of())
        .expect(204);
    FFMPEG.work();

    Eventually.holds(
        "nothing is left",
        ProcessedVideos.TIMEOUT,
        () ->
            STACK.bucket().listDerived(video).isEmpty()
                && videos.count("media_job", video, "state in ('QUEUED', 'RUNNING')") == 0);
    assertThat(STACK.bucket().list()).doesNotContainKey("videos/" + video + "/source");
    STACK.reportResult("no object in either bucket");
  }

  private void killWhileFfmpegRuns(String kind) throws Exception {
    var video = videos.any();
    FFMPEG.hang();
    videos.request(video, kind.toLowerCase(Locale.ROOT));
    videos.awaitJob(video, kind, RUNNING);
    STACK.replica().kill();
    FFMPEG.work();
    STACK.replica().start();

    videos.awaitEndOfJobs();

    videos.assertComplete(video);
    STACK.reportResult("made by another attempt, one result");
  }

  private void killBeforeTheResultIsWritten(String kind, String table) throws Exception {
    var video = videos.any();
    try (var lock = STACK.database().lock(table)) {
      videos.request(video, kind.toLowerCase(Locale.ROOT));
      videos.awaitFileWithoutRow(video);
      STACK.replica().kill();
    }
    STACK.replica().start();

    videos.awaitEndOfJobs();

    videos.assertComplete(video);
    STACK.reportResult("made by another attempt; what the first had stored was removed");
  }

  private void failsUntilItIsDeadAndIsRetried() throws Exception {
    var video = videos.any();
    failsUntilItIsDead(video);
    // Those of before stay.
    videos.assertComplete(video);

    FFMPEG.work();
    isMadeAfterARetry(video);
  }

  private void failsUntilItIsDead(String video) throws Exception {
    for (var kind : KINDS) {
      videos.request(video, kind.toLowerCase(Locale.ROOT));
      videos.awaitJob(video, kind, "state = 'DEAD'");
    }
    assertThat(videos.count("media_job", video, "state = 'DEAD' and failures = " + TRIES))
        .isEqualTo(KINDS.size());
  }

  private void isMadeAfterARetry(String video) throws Exception {
    TolerantClient.of("admin", STACK.replica())
        .post("/api/videos/" + video + "/processing", Map.of())
        .expect(202);
    videos.awaitEndOfJobs();

    videos.assertComplete(video);
    assertThat(videos.count("media_job", video, "state = 'DEAD'")).isZero();
    STACK.reportResult("dead after %d attempts, made after a retry; nothing left", TRIES);
  }

  private void failsOnce(Function<String, RequestFault> newFault, String result) throws Exception {
    var video = videos.any();
    for (var kind : KINDS) {
      var fault = newFault.apply(PUT);
      STACK.storeProxy().setInterceptor(fault);
      videos.request(video, kind.toLowerCase(Locale.ROOT));
      videos.awaitEndOfJobs();
      assertThat(fault.count()).isOne();
    }

    videos.assertComplete(video);
    STACK.reportResult("1 request each %s; made by another attempt, nothing left", result);
  }
}

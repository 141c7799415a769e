package dev.slipway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.Eventually;
import dev.slipway.testing.SmallVideos;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers that are killed, and an ffprobe that hangs, crashes or fills its disk. */
@Tag("faults")
class ProcessingFaultsTest {
  private static final int KILLS = FaultSuiteSettings.scale(1, 20);
  private static final int VIDEOS = FaultSuiteSettings.scale(20, 200);
  private static final int TRIES = 2;

  /** The heartbeat of a killed worker is missed after at most 48 seconds. */
  private static final Duration TAKEOVER_TIMEOUT = Duration.ofSeconds(90);

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final String RUNNING = "state = 'RUNNING'";
  private static final String UNFINISHED = "state in ('QUEUED', 'RUNNING')";

  private static final UnreliableProgram FFPROBE = UnreliableProgram.ffprobe();

  @RegisterExtension
  static final Stack STACK =
      Stack.withProcessing(
          TRIES,
          Map.of(
              "SLIPWAY_MEDIA_PROBE_TIMEOUT",
              "5S",
              "SLIPWAY_MEDIA_FFPROBE",
              FFPROBE.path().toString()));

  @AfterEach
  void repairFfprobe() {
    FFPROBE.work();
  }

  @Test
  @Tag("quick")
  @Fault("kill -9 while a worker probes a video")
  void survivesAKillOfTheWorker() throws Exception {
    var longest = Duration.ZERO;
    for (var kill = 0; kill < KILLS; kill++) {
      FFPROBE.hang();
      var video = upload();
      Eventually.holds("a job runs", TIMEOUT, () -> jobs(RUNNING) > 0);
      STACK.replica().kill();
      FFPROBE.work();
      STACK.replica().start();
      var restarted = Instant.now();

      // Before the next kill: the job of a video is dead after two in succession.
      Eventually.holds("all jobs end", TAKEOVER_TIMEOUT, () -> jobs(UNFINISHED) == 0);

      assertThat(status(video)).isEqualTo("READY");
      longest = Collections.max(List.of(longest, Duration.between(restarted, Instant.now())));
    }
    STACK.reportResult(
        "%d times; ready at most %d s after the restart", KILLS, longest.toSeconds());
  }

  @Test
  @Tag("quick")
  @Fault("two workers, one of them killed, and many videos")
  void processesEachVideoOnceWithTwoWorkers() throws Exception {
    var peer = STACK.peer();
    List<String> videos = new ArrayList<>();
    for (var number = 0; number < VIDEOS; number++) {
      videos.add(upload());
      if (number == VIDEOS / 2) {
        peer.kill();
      }
    }
    Eventually.holds("all jobs end", TAKEOVER_TIMEOUT, () -> jobs(UNFINISHED) == 0);
    peer.start();

    assertThat(videos).hasSize(VIDEOS).allSatisfy(video -> assertThat(verdicts(video)).isOne());
    STACK.reportResult("%d videos, each with one verdict", VIDEOS);
  }

  @Test
  @Tag("quick")
  @Fault("ffprobe crashes each time")
  void survivesACrashingFfprobe() throws Exception {
    FFPROBE.crash();
    failsUntilItIsDeadAndIsRetried();
  }

  @Test
  @Fault("ffprobe hangs each time")
  void survivesAHangingFfprobe() throws Exception {
    FFPROBE.hang();
    failsUntilItIsDeadAndIsRetried();
  }

  @Test
  @Fault("ffprobe writes until its disk is full")
  void survivesAnFfprobeThatFillsItsDisk() throws Exception {
    FFPROBE.fillDisk();
    failsUntilItIsDeadAndIsRetried();
  }

  private static void failsUntilItIsDeadAndIsRetried() throws Exception {
    var video = upload();
    Eventually.holds(
        "the job is dead",
        TIMEOUT,
        () -> jobs("state = 'DEAD' and video_id = '" + video + "'") > 0);
    var admin = TolerantClient.of("admin", STACK.replica());
    var dead = admin.get("/api/processing?state=dead").expect(200);

    assertThat(dead.json().at("/items/0/videoId").asText()).isEqualTo(video);
    assertThat(dead.json().at("/items/0/failedAttempts").asInt()).isEqualTo(TRIES);
    assertThat(dead.json().at("/items/0/problem").asText()).isNotEmpty();
    assertThat(status(video)).isEqualTo("PROCESSING");

    FFPROBE.work();
    admin.post("/api/videos/" + video + "/processing", Map.of()).expect(202);
    Eventually.holds("the video is ready", TIMEOUT, () -> status(video).equals("READY"));
    STACK.reportResult("dead after %d attempts, ready after a retry", TRIES);
  }

  /** Uploads a real video of which nothing else has the same bytes, and returns its id. */
  private static String upload() throws IOException {
    var client = TolerantClient.of("creator", STACK.replica());
    var bytes = SmallVideos.next();
    var upload = client.open(bytes, "clip.mp4").expect(201).json();
    assertThat(client.put(upload.get("put"), bytes)).isEqualTo(200);
    STACK.acknowledged().add(upload.get("key").asText(), bytes);
    var id = upload.get("id").asText();
    client.complete(id).expect(200);
    return id;
  }

  private static long jobs(String condition) {
    return STACK.database().count("select count(*) from media_job where " + condition);
  }

  private static long verdicts(String video) {
    return STACK
        .database()
        .count(
            "select count(*) from audit_entry where subject = '%s' and action = 'video.ready'"
                .formatted(video));
  }

  private static String status(String video) {
    return (String)
        STACK
            .database()
            .query("select status from video where id = '%s'".formatted(video))
            .get(0)
            .get("status");
  }
}

package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SmallVideos;
import dev.slipway.webhooks.WebhookReceiver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The worker of this process, with the real ffprobe. */
@QuarkusTest
@TestProfile(ProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class ProbedVideosTest {
  private final ApiClient creator = ApiClient.as("creator");

  @Inject ObjectStore store;

  @Test
  void videoIsReadySoonWithItsFormat() {
    var id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");

    awaitVerdict(id)
        .body("status", equalTo("READY"))
        .body("format.container", equalTo("mp4"))
        .body("format.videoCodec", equalTo("h264"))
        .body("format.audioCodec", nullValue())
        .body("format.width", equalTo(160))
        .body("format.height", equalTo(96))
        .body("format.frameRate", equalTo(25.0f))
        .body("format.durationMillis", greaterThan(900));
    assertThat(TestAttempts.job(id).state).isEqualTo(JobState.DONE);
    creator.request().get("/videos/" + id).then().body(containsString("Ready: mp4, h264"));
  }

  @Test
  void sendsVerdictsToWebhooks() {
    try (var receiver = WebhookReceiver.start()) {
      var webhook =
          creator
              .request()
              .contentType(ContentType.JSON)
              .body(
                  Map.of("url", receiver.url(), "events", List.of("video.ready", "video.rejected")))
              .post("/api/webhooks")
              .jsonPath()
              .getString("id");

      var ready = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
      assertThat(receiver.await(1).get(0).json().getString("type")).isEqualTo("video.ready");
      assertThat(receiver.received().get(0).json().getString("data.id")).isEqualTo(ready);
      assertThat(receiver.received().get(0).json().getInt("data.format.width")).isEqualTo(160);

      creator.upload("clip.mp4", Mp4Header.bytes(900, (int) System.nanoTime()));
      assertThat(receiver.await(2).get(1).json().getString("type")).isEqualTo("video.rejected");
      creator.request().delete("/api/webhooks/{id}", webhook).then().statusCode(204);
    }
  }

  @Test
  void truncatedVideoIsRejected() {
    var video = SmallVideos.next();
    var half = Arrays.copyOf(video, video.length / 2);
    var id = creator.upload("clip.mp4", half).getString("id");

    awaitVerdict(id).body("status", equalTo("REJECTED"));
    assertThat(get(id).extract().<String>path("rejection")).isIn("truncated", "no-index");
  }

  @Test
  @Asvs("5.2.2")
  void fileThatOnlyBeginsLikeAVideoIsRejected() {
    var id =
        creator.upload("clip.mp4", Mp4Header.bytes(900, (int) System.nanoTime())).getString("id");

    awaitVerdict(id).body("status", equalTo("REJECTED"));
  }

  @Test
  void manyVideosAreProcessedByTwoThreads() {
    List<String> ids =
        IntStream.range(0, 12)
            .mapToObj(number -> creator.upload("clip.mp4", SmallVideos.next()).getString("id"))
            .toList();

    assertThat(ids).allSatisfy(id -> awaitVerdict(id).body("status", equalTo("READY")));
  }

  @Test
  void objectThatIsRemovedBeforeItsJobHasNoVerdict() {
    var id = creator.put("clip.mp4", SmallVideos.next());
    creator.complete(id);
    awaitVerdict(id);
    ApiClient.as("admin")
        .request()
        .post("/api/videos/" + id + "/processing")
        .then()
        .statusCode(202);
    store.remove(ObjectKey.ofSource(new RandomId(id)));

    // If the job comes before the notification, it waits for some seconds.
    Eventually.holds(
        "the job ends", Duration.ofSeconds(45), () -> TestAttempts.job(id).state == JobState.DONE);
    get(id).body("status", equalTo("READY"));
  }

  private ValidatableResponse awaitVerdict(String id) {
    Eventually.holds(
        "the video has a verdict",
        () -> !get(id).extract().<String>path("status").equals("PROCESSING"));
    return get(id);
  }

  private ValidatableResponse get(String id) {
    return creator.request().get("/api/videos/" + id).then().statusCode(200);
  }
}

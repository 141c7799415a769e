package dev.slipway.processing.picture;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.catalogue.Video;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.ProcessingProfile;
import dev.slipway.processing.work.JobFile;
import dev.slipway.processing.work.JobHandler;
import dev.slipway.processing.work.JobKind;
import dev.slipway.processing.work.ObjectSource;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.SmallVideos;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Posters and storyboards of uploaded videos, with the worker of this process and the real ffmpeg.
 */
@QuarkusTest
@TestProfile(ProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class PicturesTest {
  private static final Pattern CUE = Pattern.compile("(http\\S+)#xywh=(\\d+),(\\d+),(\\d+),(\\d+)");

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient admin = ApiClient.as("admin");

  @Inject DerivedStore derived;
  @Inject ObjectStore store;
  @Inject EntityManager entities;
  @Inject @Any Instance<JobHandler> handlers;

  @Test
  void readyVideoGetsAPosterThatTheStoreServes() {
    var id = uploadWithPictures();

    var url =
        get(creator, id).body("posterUrl", notNullValue()).extract().<String>path("posterUrl");

    assertThat(get(creator, id).extract().<String>path("posterUrl")).isEqualTo(url);
    given()
        .urlEncodingEnabled(false)
        .get(URI.create(url))
        .then()
        .statusCode(200)
        .header("Content-Type", "image/jpeg")
        .header("Cache-Control", "private, max-age=21600, immutable");
    assertThat(files(id)).hasSize(3);
  }

  @Test
  void storyboardIsWebVttWithPlacesInSignedSprites() {
    var id = uploadWithPictures();

    var text = storyboard(creator, id).statusCode(200).contentType("text/vtt").extract().asString();

    assertThat(text).startsWith("WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nhttp");
    var cue = CUE.matcher(text);
    assertThat(cue.find()).isTrue();
    assertThat(List.of(cue.group(2), cue.group(3), cue.group(4), cue.group(5)))
        .containsExactly("0", "0", "160", "96");
    given().urlEncodingEnabled(false).get(URI.create(cue.group(1))).then().statusCode(200);
  }

  @Test
  void picturesAreVisibleToThoseWhoMaySeeTheVideo() {
    var id = uploadWithPictures();

    storyboard(ApiClient.anonymous(), id).statusCode(401);
    storyboard(ApiClient.as("creator2"), id).statusCode(404);
    setVisibility(id, "unlisted").body("posterUrl", notNullValue());

    storyboard(ApiClient.anonymous(), id).statusCode(200);
    get(ApiClient.anonymous(), id).body("posterUrl", notNullValue());
  }

  @Test
  void linksToPublicVideosHaveAPreviewAndOthersHaveNone() {
    var id = uploadWithPictures();
    var poster = "/videos/" + id + "/poster";
    page(creator, id)
        .body(not(containsString("og:image")))
        .body(containsString("id=\"poster-picker\""));
    setVisibility(id, "public");
    creator
        .request()
        .contentType(ContentType.JSON)
        .body(Map.of("description", "🎬".repeat(150)))
        .patch("/api/videos/" + id)
        .then()
        .statusCode(200);

    page(ApiClient.anonymous(), id)
        .body(containsString(" content=\"" + "🎬".repeat(99) + "…\">"))
        .body(containsString("<meta property=\"og:type\" content=\"video.other\">"))
        .body(containsString("property=\"og:image\" content=\"http://"))
        .body(containsString(poster + "\""))
        .body(containsString("<meta name=\"twitter:card\" content=\"summary_large_image\">"))
        .body(containsString(" poster=\"http"));
    ApiClient.anonymous()
        .request()
        .redirects()
        .follow(false)
        .get(poster)
        .then()
        .statusCode(302)
        .header("Location", containsString("/poster-"));
    setVisibility(id, "private");
    ApiClient.anonymous().request().redirects().follow(false).get(poster).then().statusCode(303);
    ApiClient.as("creator2").request().get(poster).then().statusCode(404);
  }

  @Test
  void listsShowPosters() {
    var id = uploadWithPictures();
    var tile = "/tile-";

    for (var path : List.of("/videos", "/videos/mine")) {
      creator
          .request()
          .get(path)
          .then()
          .statusCode(200)
          .body(containsString(id + tile))
          .body(containsString("src=\"data:image/png;base64,"));
    }
    admin.request().get("/admin/videos").then().body(containsString(id + tile));
    creator.request().delete("/api/videos/" + id).then().statusCode(200);
    creator.request().get("/videos/trash").then().body(containsString(id + tile));
  }

  @Test
  void purgeRemovesThePictures() {
    var id = uploadWithPictures();

    creator.request().delete("/api/videos/" + id + "?permanently=true").then().statusCode(204);

    Eventually.holds("the pictures are removed", () -> files(id).isEmpty());
    get(admin, id).body("posterUrl", nullValue());
    storyboard(admin, id).statusCode(404);
  }

  @Test
  void nextPosterReplacesTheFilesOfTheOneBefore() {
    var id = uploadWithPictures();
    var before = files(id);

    admin
        .request()
        .post("/api/videos/" + id + "/processing?kind=pictures")
        .then()
        .statusCode(202)
        .body("kind", equalTo("pictures"));

    Eventually.holds(
        "the poster is replaced", () -> files(id).size() == 3 && !files(id).equals(before));
    get(creator, id).body("status", equalTo("READY")).body("posterUrl", notNullValue());
  }

  @ParameterizedTest
  @EnumSource(
      value = JobKind.class,
      names = {"PICTURES", "STORYBOARD"})
  void resultOfAVideoThatIsDeletedMeanwhileLeavesNothing(JobKind kind) {
    var id = uploadWithPictures();
    var result = work(kind).run(file(id), (step, percent) -> {});
    assertThat(files(id)).hasSizeGreaterThan(3);
    creator.request().delete("/api/videos/" + id + "?permanently=true").then().statusCode(204);

    result.discard();

    Eventually.holds("the purge ends", () -> files(id).isEmpty());
  }

  @ParameterizedTest
  @EnumSource(
      value = JobKind.class,
      names = {"PICTURES", "STORYBOARD"})
  void nextAttemptRemovesWhatAKilledOneLeft(JobKind kind) {
    var id = uploadWithPictures();
    var current = files(id);
    work(kind).run(file(id), (step, percent) -> {});
    assertThat(files(id)).hasSizeGreaterThan(3);

    work(kind).removeLeftovers(new RandomId(id), () -> true);

    assertThat(files(id)).isEqualTo(current);
  }

  /**
   * It may have been suspended after its claim, and its successor may be about to write its row.
   */
  @ParameterizedTest
  @EnumSource(
      value = JobKind.class,
      names = {"PICTURES", "STORYBOARD"})
  void attemptThatLostItsJobRemovesNothingOfItsSuccessor(JobKind kind) {
    var id = uploadWithPictures();
    var before = files(id);
    work(kind).run(file(id), (step, percent) -> {});
    var stored = files(id);
    assertThat(stored).hasSizeGreaterThan(before.size());

    work(kind).removeLeftovers(new RandomId(id), () -> false);

    assertThat(files(id)).isEqualTo(stored);
  }

  /** As if processing had been switched off between poster and storyboard. */
  @Test
  void videoWhoseStoryboardJobWasDeletedIsFound() {
    var id = uploadWithPictures();
    var work = work(JobKind.STORYBOARD);
    assertThat(work.findWithoutResult(store.bucket(), 100)).doesNotContain(id);

    update(
        "update video_pictures set storyboard = null, storyboard_frames = null,"
            + " storyboard_interval_millis = null, storyboard_tile_width = null,"
            + " storyboard_tile_height = null where video_id = ?1",
        id);
    assertThat(work.findWithoutResult(store.bucket(), 100)).doesNotContain(id);
    update("delete from media_job where kind = 'STORYBOARD' and video_id = ?1", id);

    assertThat(work.findWithoutResult(store.bucket(), 100)).contains(id);
  }

  private void update(String statement, String id) {
    QuarkusTransaction.requiringNew()
        .run(() -> entities.createNativeQuery(statement).setParameter(1, id).executeUpdate());
  }

  @Test
  void pictureThatWasLeftAfterThePurgeIsRemovedWithItsJob() {
    var id = uploadWithPictures();
    creator.request().delete("/api/videos/" + id + "?permanently=true").then().statusCode(204);
    Eventually.holds("the pictures are removed", () -> files(id).isEmpty());
    derived.put(
        ObjectKey.ofDerived(new RandomId(id), "poster", new RandomId(id), ".jpg"),
        new byte[] {1},
        "image/jpeg");

    work(JobKind.PICTURES).removeLeftovers(new RandomId(id), () -> true);

    assertThat(files(id)).isEmpty();
  }

  private String uploadWithPictures() {
    var id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
    Eventually.holds(
        "the video has pictures", () -> storyboard(creator, id).extract().statusCode() == 200);
    return id;
  }

  private ValidatableResponse setVisibility(String id, String visibility) {
    return creator
        .request()
        .contentType(ContentType.JSON)
        .body("{\"visibility\": \"%s\"}".formatted(visibility))
        .patch("/api/videos/" + id)
        .then()
        .statusCode(200);
  }

  private static ValidatableResponse page(ApiClient client, String id) {
    return client.request().get("/videos/" + id).then().statusCode(200);
  }

  private JobFile file(String id) {
    var key = QuarkusTransaction.requiringNew().call(() -> Video.<Video>findById(id)).key();
    var object = store.head(key).orElseThrow();
    return new JobFile(id, object, new ObjectSource(store, object), () -> true);
  }

  private JobHandler work(JobKind kind) {
    return handlers.stream().filter(work -> work.kind() == kind).findFirst().orElseThrow();
  }

  private List<ObjectKey> files(String id) {
    return derived.list(ObjectKey.derivedPrefix(new RandomId(id)), null);
  }

  private static ValidatableResponse storyboard(ApiClient client, String id) {
    return client.request().get("/api/videos/" + id + "/storyboard.vtt").then();
  }

  private static ValidatableResponse get(ApiClient client, String id) {
    return client.request().get("/api/videos/" + id).then().statusCode(200);
  }
}

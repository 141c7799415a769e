package dev.slipway.catalogue.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class VideoPagesTest {
  private static final byte[] BYTES = Mp4Header.bytes(1_000, 3);

  @Inject EntityManager entities;
  @Inject ObjectStore store;

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient other = ApiClient.as("creator2");
  private final ApiClient anonymous = ApiClient.anonymous();

  @Test
  void redirectsToAFreshDownload() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");

    var location = download(creator, id).statusCode(303).header("Cache-Control", "no-store");

    var url = location.extract().header("Location");
    var answer = given().urlEncodingEnabled(false).get(url);
    answer
        .then()
        .statusCode(200)
        .header("Content-Disposition", containsString("attachment; filename=\"clip.mp4\""));
    assertThat(answer.asByteArray()).isEqualTo(BYTES);
  }

  /** No job would make a poster of the choice. */
  @Test
  void offersNoChoiceOfThePosterWhileProcessingIsSwitchedOff() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");

    creator
        .request()
        .get("/videos/" + id)
        .then()
        .statusCode(200)
        .body(containsString("id=\"player\""))
        .body(not(containsString("id=\"poster-picker\"")));
  }

  @Test
  void refusesDownloadsToOthers() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");

    download(other, id).statusCode(404);
    download(anonymous, id)
        .statusCode(303)
        .header("Location", endsWith("/login?return=%2Fvideos%2F" + id + "%2Fdownload"));
  }

  @Test
  void explainsThatAFileIsMissing() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    store.remove(ObjectKey.ofSource(new RandomId(id)));

    // Before and after the notification of the removal.
    expectMissing(id);
    Eventually.holds("the video can't be played", () -> !isPlayable(id));
    expectMissing(id);
  }

  private boolean isPlayable(String id) {
    return creator.request().get("/api/videos/{id}", id).jsonPath().getBoolean("playable");
  }

  private void expectMissing(String id) {
    download(creator, id)
        .statusCode(409)
        .contentType(ContentType.HTML)
        .body(containsString("missing from the store"));
  }

  @Test
  void showsTheTimelineToPeopleWhoMayManageTheVideo() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    creator
        .request()
        .contentType(ContentType.JSON)
        .body(Map.of("visibility", "public"))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);

    for (var manager : List.of(creator, ApiClient.as("admin"))) {
      page(manager, id)
          .statusCode(200)
          .body(containsString("id=\"timeline\""))
          .body(containsString("Object stored"))
          .body(containsString("Details changed: visibility"));
    }
    for (var visitor : List.of(other, anonymous)) {
      page(visitor, id).statusCode(200).body(not(containsString("id=\"timeline\"")));
    }
  }

  @Test
  void tellsTheOwnerWhatBecameOfAnUpload() {
    var id = open("private");
    page(creator, id).statusCode(200).body(containsString("still being uploaded"));

    update("upload set expires_at = now() - interval '1 minute' where id = ?1", id);
    page(creator, id).statusCode(200).body(containsString("This upload isn’t finished"));

    update("upload set status = 'EXPIRED' where id = ?1", id);
    page(creator, id).statusCode(200).body(containsString("This upload expired"));
    page(ApiClient.as("admin"), id).statusCode(200).body(containsString("This upload expired"));
    page(other, id).statusCode(404);
  }

  @Test
  void tellsStrangersOnlyThatAVideoIsComing() {
    for (var visibility : List.of("unlisted", "public")) {
      var id = open(visibility);
      // Strangers can't see whether an upload was abandoned.
      update("upload set expires_at = now() - interval '1 minute' where id = ?1", id);
      for (var stranger : List.of(other, anonymous)) {
        page(stranger, id)
            .statusCode(200)
            .body(containsString("This video isn’t here yet"))
            .body(not(containsString("secret")))
            .body(not(containsString("1,000")))
            .body(not(containsString("creator<")));
      }
      update("upload set status = 'EXPIRED' where id = ?1", id);
      page(other, id).statusCode(404);
      page(anonymous, id).statusCode(303);
    }
  }

  @Test
  void hidesPrivateUploadsFromStrangers() {
    var id = open("private");

    page(other, id).statusCode(404);
    page(anonymous, id).statusCode(303);
  }

  private String open(String visibility) {
    return creator
        .request()
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "fileName",
                "secret clip.mp4",
                "contentType",
                "video/mp4",
                "size",
                1_000,
                "visibility",
                visibility))
        .post("/api/uploads")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static ValidatableResponse page(ApiClient caller, String id) {
    return caller.request().get("/videos/{id}", id).then();
  }

  private static ValidatableResponse download(ApiClient caller, String id) {
    return caller.request().get("/videos/{id}/download", id).then();
  }

  private void update(String change, String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                assertThat(
                        entities
                            .createNativeQuery("update " + change)
                            .setParameter(1, id)
                            .executeUpdate())
                    .isOne());
  }
}

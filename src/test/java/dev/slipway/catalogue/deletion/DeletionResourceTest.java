package dev.slipway.catalogue.deletion;

import static dev.slipway.catalogue.deletion.DeletedVideos.deletePermanently;
import static dev.slipway.catalogue.deletion.DeletedVideos.keyOf;
import static dev.slipway.catalogue.deletion.DeletedVideos.restore;
import static dev.slipway.catalogue.deletion.DeletedVideos.row;
import static dev.slipway.catalogue.deletion.DeletedVideos.sign;
import static dev.slipway.catalogue.deletion.DeletedVideos.timelineOf;
import static dev.slipway.catalogue.deletion.DeletedVideos.trash;
import static dev.slipway.catalogue.deletion.DeletedVideos.usedBytes;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SignedStoreRequest;
import dev.slipway.testing.StoreEvents;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Moves videos to the trash, restores them and deletes them for good, through the API. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class DeletionResourceTest {
  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient other = ApiClient.as("creator2");
  private final ApiClient admin = ApiClient.as("admin");
  private final ApiClient viewer = ApiClient.as("viewer");
  private final ApiClient anonymous = ApiClient.anonymous();

  @Inject ObjectStore store;
  @Inject DerivedStore derivedStore;
  @Inject CatalogueSync sync;

  @AfterEach
  void resumeNotifications() {
    StoreEvents.resume();
  }

  @Test
  void trashedVideoCanBeRestored() {
    var id = upload(creator, 1);

    var deleteAfter = trash(creator, id).statusCode(200).extract().jsonPath();
    assertThat(Instant.parse(deleteAfter.getString("deleteAfter")))
        .isCloseTo(Instant.now().plus(7, ChronoUnit.DAYS), within(1, ChronoUnit.MINUTES));
    trash(creator, id)
        .statusCode(200)
        .body("deleteAfter", equalTo(deleteAfter.getString("deleteAfter")));

    restore(creator, id).statusCode(200).body("deleteAfter", nullValue());
    restore(creator, id).statusCode(200).body("status", equalTo("READY"));
    sign(creator, id, "play").statusCode(201);
    assertThat(timelineOf(id))
        .containsExactly(
            "upload.opened creator",
            "video.stored store",
            "video.trashed creator",
            "video.restored creator");
  }

  @Test
  void everyAnswerHasThePosterThatTheVideoHas() {
    var id = upload(creator, 21);
    DeletedVideos.update(
        "poster = 'aaaaaaaaaaaaaaaaaaaaaaaaaa', poster_width = 64, poster_height = 36,"
            + " poster_placeholder = 'data:,'",
        id);
    var poster = creator.request().get("/api/videos/" + id).path("posterUrl");
    assertThat(poster).isNotNull();

    assertThat(creator.complete(id).getString("posterUrl")).isEqualTo(poster);
    trash(creator, id).statusCode(200).body("posterUrl", equalTo(poster));
    restore(creator, id).statusCode(200).body("posterUrl", equalTo(poster));
  }

  @Test
  void onlyManagersSeeTheTrash() {
    var id = upload(creator, 2);
    setVisibility(id, "public");
    anonymous.request().get("/api/videos").then().body("items.id", hasItem(id));

    trash(creator, id).statusCode(200);

    for (var client : List.of(creator, admin, other, viewer, anonymous)) {
      client.request().get("/api/videos").then().body("items.id", not(hasItem(id)));
      client
          .request()
          .get("/api/videos?owner=creator&status=READY")
          .then()
          .body("items.id", not(hasItem(id)));
      client.request().get("/videos").then().body(not(org.hamcrest.Matchers.containsString(id)));
    }
    for (var client : List.of(creator, admin)) {
      client.request().get("/api/videos?trash=true").then().body("items.id", hasItem(id));
      client.request().get("/api/videos/{id}", id).then().statusCode(200);
    }
    other.request().get("/api/videos?trash=true").then().body("items.id", not(hasItem(id)));
    for (var visitor : List.of(viewer, anonymous)) {
      visitor.request().get("/api/videos?trash=true").then().body("items", empty());
    }
    var others = upload(other, 11);
    trash(other, others).statusCode(200);
    other
        .request()
        .get("/api/videos?trash=true&owner=creator")
        .then()
        .statusCode(200)
        .body("items", empty());
    other.request().get("/api/videos/{id}", id).then().statusCode(404);
    other.request().get("/videos/{id}", id).then().statusCode(404);
    anonymous.request().get("/api/videos/{id}", id).then().statusCode(401);
  }

  @Test
  void trashedVideoIsNeitherSignedNorEdited() {
    var id = upload(creator, 3);
    trash(creator, id);

    for (var operation : List.of("play", "download")) {
      sign(creator, id, operation).statusCode(409).body("code", equalTo("video-in-trash"));
    }
    creator
        .request()
        .contentType("application/json")
        .body(Map.of("title", "Other"))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(409)
        .body("code", equalTo("video-in-trash"));
  }

  @Test
  void permanentDeletionRemovesTheObjectAndReturnsTheQuota() {
    var before = usedBytes(creator);
    var id = upload(creator, 4);
    trash(creator, id);
    assertThat(usedBytes(creator)).isEqualTo(before + 804);
    Eventually.holds("the marker is written", () -> row(id).deletion().cleanupAt() == null);

    deletePermanently(creator, id).statusCode(204);

    assertThat(store.head(keyOf(id))).isEmpty();
    assertThat(usedBytes(creator)).isEqualTo(before);
    deletePermanently(creator, id).statusCode(204);
    trash(creator, id).statusCode(409).body("code", equalTo("video-deleted"));
    creator
        .request()
        .get("/api/videos/{id}", id)
        .then()
        .body("status", equalTo("DELETED"))
        .body("deleteAfter", nullValue());
    restore(creator, id).statusCode(409).body("code", equalTo("video-deleted"));
    sign(creator, id, "play").statusCode(409).body("code", equalTo("video-deleted"));
    sign(creator, id, "delete").statusCode(409).body("code", equalTo("video-deleted"));
    creator.request().get("/api/videos").then().body("items.id", not(hasItem(id)));
    creator.request().get("/api/videos?trash=true").then().body("items.id", not(hasItem(id)));
    creator.request().get("/api/videos?status=DELETED").then().body("items.id", hasItem(id));
    assertThat(timelineOf(id))
        .containsExactly(
            "upload.opened creator",
            "video.stored store",
            "video.trashed creator",
            "video.deleted creator",
            "video.purged system");
  }

  @Test
  void rejectedAndMissingVideosCanBeDeleted() {
    var text = "Dear diary, this is no video.\n".repeat(50).getBytes(StandardCharsets.UTF_8);
    var rejected = creator.upload("holiday.mp4", text).getString("id");
    var missing = upload(creator, 5);
    store.remove(keyOf(missing));
    sync.sync(keyOf(missing), SyncTrigger.RECONCILE);
    assertThat(row(missing).isMissing()).isTrue();

    for (var id : List.of(rejected, missing)) {
      trash(creator, id).statusCode(200);
      restore(creator, id).statusCode(200);
      deletePermanently(creator, id).statusCode(204);
      assertThat(row(id).isDeleted()).isTrue();
    }
  }

  @Test
  void onlyOwnersAndAdministratorsMayDelete() {
    var id = upload(creator, 6);

    for (var request : List.of("", "?permanently=true")) {
      other.request().delete("/api/videos/" + id + request).then().statusCode(404);
      viewer.request().delete("/api/videos/" + id + request).then().statusCode(403);
      anonymous.request().delete("/api/videos/" + id + request).then().statusCode(401);
    }
    restore(other, id).statusCode(404);
    sign(other, id, "delete").statusCode(404);
    sign(anonymous, id, "delete").statusCode(401);
    setVisibility(id, "public");
    trash(other, id).statusCode(403);
    sign(other, id, "delete").statusCode(403);
    sign(viewer, id, "delete").statusCode(403);

    trash(admin, id).statusCode(200);
    assertThat(timelineOf(id)).contains("video.trashed admin");
  }

  @Test
  void refusesCrossSiteAndUnclearRequests() {
    var id = upload(creator, 7);

    for (var path : List.of("/api/videos/" + id, "/api/videos/" + id + "?permanently=true")) {
      creator
          .request()
          .header("Sec-Fetch-Site", "cross-site")
          .delete(path)
          .then()
          .statusCode(403)
          .body("code", equalTo("cross-site-request"));
    }
    creator
        .request()
        .delete("/api/videos/{id}?permanently=yes", id)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-request"));
    creator.request().delete("/api/videos/nonsense").then().statusCode(404);
    assertThat(row(id).deletion().isInTrash()).isFalse();
  }

  @Test
  void apiTokenMayDelete() {
    var id = upload(creator, 8);
    var token =
        creator
            .request()
            .contentType("application/json")
            .body(Map.of("name", "delete"))
            .post("/api/tokens")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("token");

    given().auth().oauth2(token).delete("/api/videos/{id}", id).then().statusCode(200);
    given()
        .auth()
        .oauth2(token)
        .delete("/api/videos/{id}?permanently=true", id)
        .then()
        .statusCode(204);
  }

  /** A signed URL can't be revoked, and after the deletion the key is free again. */
  @Test
  void objectUnderTheKeyOfADeletedVideoIsRemoved() {
    var bytes = Mp4Header.bytes(809, 9);
    var upload = creator.open("clip.mp4", "video/mp4", bytes);
    var put = SignedStoreRequest.of(upload);
    assertThat(put.send(bytes)).isEqualTo(200);
    var id = upload.getString("id");
    creator.complete(id);
    deletePermanently(creator, id).statusCode(204);

    assertThat(put.send(bytes)).isEqualTo(200);

    Eventually.holds("the object is removed", () -> store.head(keyOf(id)).isEmpty());
    Eventually.holds(
        "the removal is recorded", () -> timelineOf(id).contains("object.removed store"));
    assertThat(row(id).isDeleted()).isTrue();
    creator
        .request()
        .put("/api/uploads/{id}/completion", id)
        .then()
        .statusCode(409)
        .body("code", equalTo("video-deleted"));
  }

  /** The notification of the second PUT is lost. */
  @Test
  void reconciliationRemovesTheObjectOfADeletedVideo() {
    StoreEvents.pause();
    var bytes = Mp4Header.bytes(812, 12);
    var upload = creator.open("clip.mp4", "video/mp4", bytes);
    var put = SignedStoreRequest.of(upload);
    put.send(bytes);
    var id = upload.getString("id");
    creator.complete(id);
    deletePermanently(creator, id).statusCode(204);
    assertThat(put.send(bytes)).isEqualTo(200);

    assertThat(sync.sync(keyOf(id), SyncTrigger.RECONCILE)).isEmpty();

    assertThat(store.head(keyOf(id))).isEmpty();
    assertThat(timelineOf(id)).endsWith("object.removed store");
  }

  @Test
  void deletingTheCurrentGenerationDeletesTheOlderOnes() {
    StoreEvents.pause();
    var upload = creator.open("clip.mp4", "video/mp4", Mp4Header.bytes(810, 10));
    var put = SignedStoreRequest.of(upload);
    put.send(Mp4Header.bytes(810, 10));
    var first = creator.complete(upload.getString("id")).getString("id");
    // Other bytes are possible without a checksum only: another tool replaced the object.
    store.remove(keyOf(first));
    DeletedVideos.update("etag = 'former', checksum_sha256 = 'former'", first);
    put.send(Mp4Header.bytes(810, 10));
    trash(creator, first).statusCode(200);
    // The next generation would inherit the claim of a worker that still writes the marker.
    Eventually.holds("the marker is written", () -> row(first).deletion().cleanupAt() == null);
    var second = sync.sync(keyOf(first), SyncTrigger.RECONCILE).orElseThrow().id;

    assertThat(second).isNotEqualTo(first);
    assertThat(row(second).deletion().isInTrash()).isTrue();
    assertThat(row(first).deletion().isInTrash()).isFalse();
    var derived = new ObjectKey(ObjectKey.derivedPrefix(new RandomId(first)) + "poster.jpg");
    derivedStore.put(derived, new byte[] {1}, "image/jpeg");
    trash(creator, first).statusCode(409).body("code", equalTo("video-replaced"));
    sign(creator, first, "delete").statusCode(409).body("code", equalTo("video-replaced"));
    Eventually.holds("the marker is written", () -> row(second).deletion().cleanupAt() == null);
    deletePermanently(creator, second).statusCode(204);

    assertThat(row(first).isDeleted()).isTrue();
    assertThat(row(second).isDeleted()).isTrue();
    assertThat(timelineOf(first)).endsWith("video.deleted creator");
    assertThat(store.head(keyOf(first))).isEmpty();
    assertThat(derivedStore.read(derived)).isEmpty();
  }

  private void setVisibility(String id, String visibility) {
    creator
        .request()
        .contentType("application/json")
        .body(Map.of("visibility", visibility))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
  }

  private static String upload(ApiClient client, int seed) {
    return client.upload("clip.mp4", Mp4Header.bytes(800 + seed, seed)).getString("id");
  }
}

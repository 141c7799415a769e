package dev.slipway.catalogue.deletion;

import static dev.slipway.catalogue.deletion.DeletedVideos.deletePermanently;
import static dev.slipway.catalogue.deletion.DeletedVideos.keyOf;
import static dev.slipway.catalogue.deletion.DeletedVideos.row;
import static dev.slipway.catalogue.deletion.DeletedVideos.sign;
import static dev.slipway.catalogue.deletion.DeletedVideos.trash;
import static dev.slipway.catalogue.deletion.DeletedVideos.usedBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.catalogue.sync.DeletionMarkers;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The operator copied the bucket and configured the copy. The rows of the former bucket remain, and
 * the objects of the copy have the same keys.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class FormerBucketTest {
  private final ApiClient creator = ApiClient.as("creator");

  @Inject ObjectStore store;
  @Inject CatalogueSync sync;
  @Inject DeletionMarkers markers;
  @Inject PermanentDeletion permanentDeletion;

  private String former;
  private String current;

  @BeforeEach
  void changeBucket() {
    former = creator.upload("clip.mp4", Mp4Header.bytes(1200, 1)).getString("id");
    DeletedVideos.update("bucket = 'former-bucket'", former);
    current = sync.sync(keyOf(former), SyncTrigger.RECONCILE).orElseThrow().id;
    assertThat(current).isNotEqualTo(former);
  }

  @Test
  void trashOfAFormerBucketIsLeftAlone() {
    trash(creator, former).statusCode(200);
    DeletedVideos.update("delete_after = now() - interval '1 minute'", former);

    awaitWorker();

    assertThat(row(former).isDeleted()).isFalse();
    assertThat(markers.find(keyOf(former))).isEmpty();
    assertCurrentIsUnaffected();
  }

  @Test
  void permanentDeletionLeavesTheObjectOfTheOtherBucket() {
    var overdue = permanentDeletion.countOverdue();
    deletePermanently(creator, former).statusCode(204);
    DeletedVideos.update("deleted_at = now() - interval '1 hour'", former);

    awaitWorker();

    assertThat(row(former).isDeleted()).isTrue();
    assertCurrentIsUnaffected();
    assertThat(permanentDeletion.countOverdue()).isEqualTo(overdue);
  }

  @Test
  void quotaIsReturnedWithTheLastVideoOfTheUpload() {
    var before = usedBytes(creator);

    deletePermanently(creator, current).statusCode(204);

    Eventually.holds("the object is removed", () -> row(current).deletion().cleanupAt() == null);
    assertThat(store.head(keyOf(former))).isEmpty();
    assertThat(usedBytes(creator)).isEqualTo(before);
  }

  /** The object of the former bucket is removed when that bucket is configured again. */
  @Test
  void quotaIsKeptWhileAnObjectOfTheUploadIsStillToBeRemoved() {
    var before = usedBytes(creator);
    deletePermanently(creator, former).statusCode(204);

    deletePermanently(creator, current).statusCode(204);

    Eventually.holds("the object is removed", () -> row(current).deletion().cleanupAt() == null);
    assertThat(row(former).deletion().cleanupAt()).isNotNull();
    assertThat(usedBytes(creator)).isEqualTo(before);
  }

  @Test
  void noUrlDeletesTheObjectOfAnotherBucket() {
    sign(creator, former, "delete")
        .statusCode(409)
        .body("code", equalTo("object-missing"))
        .body("detail", containsString("former-bucket"));
    assertThat(row(former).deletion().isObjectDeletable()).isFalse();
  }

  /** The configured bucket may have another object under the same key. */
  @Test
  void noUrlPlaysOrDownloadsTheObjectOfAnotherBucket() {
    for (var operation : List.of("play", "download")) {
      sign(creator, former, operation)
          .statusCode(409)
          .body("code", equalTo("video-not-playable"))
          .body("detail", containsString("in a bucket that this installation doesn't use now"));
      sign(creator, current, operation).statusCode(201);
    }
    get(creator, "/videos/" + former + "/download").statusCode(409);
    get(creator, "/api/videos/" + former + "/hls/master.m3u8").statusCode(409);
    get(creator, "/api/videos/" + current + "/hls/master.m3u8").statusCode(404);
    get(creator, "/api/videos/" + former).body("playable", equalTo(false));
    get(creator, "/api/videos/" + current).body("playable", equalTo(true));
  }

  @Test
  void rejectedFileOfAnotherBucketIsNotDownloaded() {
    DeletedVideos.update("status = 'REJECTED', rejection = 'NOT_A_VIDEO'", former);

    sign(creator, former, "download")
        .statusCode(409)
        .body("detail", containsString("in a bucket that this installation doesn't use now"));
    get(creator, "/videos/" + former)
        .statusCode(200)
        .body(containsString("This file can’t be played"))
        .body(not(containsString("/download")));
  }

  @Test
  void pageSaysWhyAVideoOfAnotherBucketCannotBePlayed() {
    DeletedVideos.update("visibility = 'PUBLIC'", former);
    DeletedVideos.update("visibility = 'PUBLIC'", current);
    var visitor = ApiClient.anonymous();

    get(creator, "/videos/" + former)
        .statusCode(200)
        .body(containsString("Its file is in the bucket <code>former-bucket</code>"))
        .body(not(containsString("<video")))
        .body(not(containsString("/download")));
    get(visitor, "/videos/" + former)
        .statusCode(200)
        .body(containsString("Its file is in a bucket that this installation doesn’t use now"))
        .body(not(containsString("former-bucket")));
    get(visitor, "/videos/" + former + "/embed")
        .statusCode(409)
        .body(containsString("This video isn’t available"));
    get(visitor, "/videos/" + current).body(containsString("<video"));
    get(visitor, "/videos/" + current + "/embed").statusCode(200);
  }

  @Test
  void pageOfAVideoThatIsBeingCheckedSaysSoToo() {
    DeletedVideos.update("status = 'PROCESSING'", former);

    get(creator, "/videos/" + former)
        .body(containsString("Its file is in the bucket <code>former-bucket</code>"))
        .body(not(containsString("reloadWhenReady")));
  }

  private static ValidatableResponse get(ApiClient client, String path) {
    return client.request().get(path).then();
  }

  private void assertCurrentIsUnaffected() {
    assertThat(store.head(keyOf(former))).isPresent();
    sync.sync(keyOf(former), SyncTrigger.RECONCILE);
    assertThat(row(current).isObjectPresent()).isTrue();
  }

  /** Returns when the worker has processed everything that was due. */
  private void awaitWorker() {
    var id = creator.upload("clip.mp4", Mp4Header.bytes(1201, 2)).getString("id");
    trash(creator, id).statusCode(200);
    Eventually.holds("the worker ran", () -> row(id).deletion().cleanupAt() == null);
  }
}

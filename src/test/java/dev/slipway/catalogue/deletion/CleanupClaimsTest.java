package dev.slipway.catalogue.deletion;

import static dev.slipway.catalogue.deletion.DeletedVideos.keyOf;
import static dev.slipway.catalogue.deletion.DeletedVideos.restore;
import static dev.slipway.catalogue.deletion.DeletedVideos.row;
import static dev.slipway.catalogue.deletion.DeletedVideos.timelineOf;
import static dev.slipway.catalogue.deletion.DeletedVideos.trash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.DeletionWriter;
import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.TrashConfig;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.catalogue.sync.DeletionMarkers;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SignedStoreRequest;
import dev.slipway.testing.StoreEvents;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test is a slow worker of another replica, beside the worker of the application. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class CleanupClaimsTest {
  private final ApiClient creator = ApiClient.as("creator");

  @Inject TrashConfig config;
  @Inject Clock clock;
  @Inject CleanupQueue queue;
  @Inject StoreCleaner cleaner;
  @Inject DeletionWriter deletions;
  @Inject DeletionMarkers markers;
  @Inject MarkerSweep markerSweep;
  @Inject CatalogueSync sync;
  @Inject ObjectStore store;

  @AfterEach
  void resumeNotifications() {
    StoreEvents.resume();
  }

  @Test
  void changeOfTheRowKeepsTheClaim() {
    var id = trashed(1);
    var slow = claim(id);
    restore(creator, id).statusCode(200);
    awaitWorker(2);
    assertThat(row(id).deletion().cleanupAt()).isNotNull();

    cleaner.clean(slow);

    awaitCleanup(id);
    assertThat(markers.find(keyOf(id))).isEmpty();
  }

  @Test
  void workerThatLostItsClaimCorrectsTheStore() {
    var id = trashed(3);
    var slow = claim(id);
    DeletedVideos.update("cleanup_claimed_until = null", id);
    restore(creator, id).statusCode(200);
    awaitCleanup(id);

    cleaner.clean(slow);

    Eventually.holds("the marker is removed", () -> markers.find(keyOf(id)).isEmpty());
    awaitCleanup(id);
  }

  /** Its process died after it had written the marker. */
  @Test
  void outdatedMarkerDoesNotMoveARestoredVideoToTheTrash() {
    var id = trashed(4);
    var deleteAfter = row(id).deletion().deleteAfter();
    restore(creator, id).statusCode(200);
    awaitCleanup(id);
    markers.write(keyOf(id), deleteAfter);

    markerSweep.run();

    assertThat(row(id).deletion().isInTrash()).isFalse();
    Eventually.holds("the marker is removed", () -> markers.find(keyOf(id)).isEmpty());
  }

  /** The URL of the upload is still valid, and its notification arrives before the end. */
  @Test
  void objectThatReappearsDuringThePurgeIsRemoved() {
    var bytes = Mp4Header.bytes(705, 5);
    var upload = creator.open("clip.mp4", "video/mp4", bytes);
    var put = SignedStoreRequest.of(upload);
    put.send(bytes);
    var id = upload.getString("id");
    creator.complete(id);
    StoreEvents.pause();
    var purge =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  var video = Video.findAndLock(id).orElseThrow();
                  deletions.delete(video, "creator", null);
                  return queue.claim(video);
                });
    store.remove(keyOf(id));
    assertThat(put.send(bytes)).isEqualTo(200);
    sync.sync(keyOf(id), SyncTrigger.NOTIFICATION);

    queue.end(purge);

    Eventually.holds("the object is removed", () -> store.head(keyOf(id)).isEmpty());
    awaitCleanup(id);
    assertThat(Collections.frequency(timelineOf(id), "video.purged system")).isEqualTo(1);
  }

  @Test
  void attemptOnAnObjectThatIsReplacedMeanwhileCanFail() {
    var id = trashed(7);
    var slow = claim(id);
    DeletedVideos.update("etag = 'former', checksum_sha256 = 'former'", id);
    var next = sync.sync(keyOf(id), SyncTrigger.RECONCILE).orElseThrow().id;
    assertThat(row(next).deletion().cleanupClaimedUntil()).isEqualTo(slow.claimedUntil());

    queue.retryLater(slow);

    assertThat(row(next).deletion().cleanupAttempts()).isEqualTo(1);
    awaitCleanup(next);
  }

  /** Otherwise a restoration after the backup of the database would go unnoticed. */
  @Test
  void markersAreWrittenAfterTheFirstComparison() {
    var id = trashed(8);
    // In a transaction that the worker of the application doesn't see.
    QuarkusTransaction.begin();
    try {
      var video = Video.findAndLock(id).orElseThrow();
      deletions.retryCleanup(video, Instant.EPOCH);
      var starting = new CleanupQueue(config, store, deletions, clock);

      assertThat(starting.claimNext(false).map(Cleanup::videoId)).isNotEqualTo(Optional.of(id));
      assertThat(starting.claimNext(true).map(Cleanup::videoId)).contains(id);
    } finally {
      QuarkusTransaction.rollback();
    }
  }

  /** The S3 client can't request a key with a dot segment, in whatever order rows become due. */
  @Test
  void rowsThatFailDoNotDelayOthers() {
    var id = trashed(6);
    insertFailingRows(40);
    DeletedVideos.update("cleanup_at = now()", id);

    awaitCleanup(id);

    execute("delete from video where title = 'Failing'");
  }

  private void insertFailingRows(int count) {
    execute(
        "insert into video (id, bucket, object_key, generation, latest, title, file_name, status,"
            + " visibility, size, etag, stored_at, stored_by, catalogued_at, delete_after,"
            + " cleanup_at, version) select translate(lpad(i::text, 25, '0'), '0189', 'efgh')"
            + " || 'a', '"
            + store.bucket()
            + "', 'videos/./' || i, 1, true, 'Failing', 'clip.mp4', 'READY',"
            + " 'PRIVATE', 1, 'etag', now(), 'NOTIFICATION', now(), now() + interval '7 days',"
            + " now() - interval '1 minute', 0 from generate_series(1, "
            + count
            + ") i");
  }

  private static void execute(String statement) {
    QuarkusTransaction.requiringNew()
        .run(() -> Video.getEntityManager().createNativeQuery(statement).executeUpdate());
  }

  private Cleanup claim(String id) {
    return QuarkusTransaction.requiringNew()
        .call(() -> queue.claim(Video.findAndLock(id).orElseThrow()));
  }

  /** Returns when the worker of the application has processed everything that it may claim. */
  private void awaitWorker(int seed) {
    trashed(seed);
  }

  private String trashed(int seed) {
    var id = creator.upload("clip.mp4", Mp4Header.bytes(700 + seed, seed)).getString("id");
    trash(creator, id).statusCode(200);
    awaitCleanup(id);
    return id;
  }

  private static void awaitCleanup(String id) {
    Eventually.holds("the row is cleaned up", () -> row(id).deletion().cleanupAt() == null);
  }
}

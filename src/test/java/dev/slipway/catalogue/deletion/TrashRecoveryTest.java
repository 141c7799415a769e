package dev.slipway.catalogue.deletion;

import static dev.slipway.catalogue.deletion.DeletedVideos.deletePermanently;
import static dev.slipway.catalogue.deletion.DeletedVideos.keyOf;
import static dev.slipway.catalogue.deletion.DeletedVideos.restore;
import static dev.slipway.catalogue.deletion.DeletedVideos.row;
import static dev.slipway.catalogue.deletion.DeletedVideos.timelineOf;
import static dev.slipway.catalogue.deletion.DeletedVideos.trash;
import static dev.slipway.catalogue.deletion.DeletedVideos.usedBytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.catalogue.sync.DeletionMarkers;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.client.FaultyStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.StoreEvents;
import dev.slipway.testing.TestAccount;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What happens to deleted videos in the background: after a time, a crash, or the database's loss.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class TrashRecoveryTest {
  private final ApiClient creator = ApiClient.as("creator");

  @Inject ObjectStore store;
  @Inject DerivedStore derivedStore;
  @Inject DeletionMarkers markers;
  @Inject CatalogueSync sync;

  @AfterEach
  void resumeNotifications() {
    StoreEvents.resume();
  }

  @Test
  void trashIsEmptiedAfterItsTime() {
    // The time of videos that other tests have left to the shared accounts ends as well.
    var account = TestAccount.creator();
    var owner = ApiClient.with(account.logIn("Firefox/140.0 (Linux)"));
    var id = owner.upload("clip.mp4", Mp4Header.bytes(701, 1)).getString("id");
    trash(owner, id).statusCode(200);
    assertThat(usedBytes(owner)).isPositive();
    var derived = new ObjectKey(ObjectKey.derivedPrefix(new RandomId(id)) + "poster.jpg");
    derivedStore.put(derived, new byte[] {1}, "image/jpeg");

    DeletedVideos.update("delete_after = now() - interval '1 second'", id);

    Eventually.holds("the quota is returned", () -> usedBytes(owner) == 0);
    assertThat(store.head(keyOf(id))).isEmpty();
    assertThat(derivedStore.read(derived)).isEmpty();
    assertThat(markers.find(keyOf(id))).isEmpty();
    assertThat(timelineOf(id))
        .endsWith("video.trashed " + account.name(), "video.deleted system", "video.purged system");
  }

  /** The tombstone was committed, and then the process died. */
  @Test
  void interruptedDeletionIsContinued() {
    var id = trashed(2);
    StoreEvents.pause();
    DeletedVideos.update("status = 'DELETED', deleted_at = now(), cleanup_at = now()", id);

    Eventually.holds("the row is cleaned up", () -> row(id).deletion().cleanupAt() == null);
    assertThat(store.head(keyOf(id))).isEmpty();
  }

  /** The worker that removes the object records it; a late notification must not do so too. */
  @Test
  void syncLeavesAnObjectThatIsBeingPurgedToTheWorker() {
    var id = trashed(3);
    DeletedVideos.update(
        "status = 'DELETED', deleted_at = now(), cleanup_at = now() + interval '1 hour'", id);

    assertThat(sync.sync(keyOf(id), SyncTrigger.NOTIFICATION)).isEmpty();

    assertThat(store.head(keyOf(id))).isPresent();
    assertThat(timelineOf(id)).doesNotContain("object.removed store");
    DeletedVideos.update("cleanup_at = now()", id);
  }

  @Test
  void markerFollowsTheRow() {
    var id = trashed(4);
    assertThat(markers.find(keyOf(id))).contains(row(id).deletion().deleteAfter());

    restore(creator, id).statusCode(200);
    Eventually.holds("the marker is removed", () -> markers.find(keyOf(id)).isEmpty());
    trash(creator, id);
    deletePermanently(creator, id);
    Eventually.holds("the marker is removed", () -> markers.find(keyOf(id)).isEmpty());
  }

  @Test
  void rebuiltCatalogueKeepsTheVideoInTheTrash() {
    var id = trashed(5);
    var deleteAfter = row(id).deletion().deleteAfter();
    DeletedVideos.forget(id);

    var rebuilt = sync.sync(keyOf(id), SyncTrigger.RECONCILE).orElseThrow();

    assertThat(rebuilt.id).isEqualTo(id);
    assertThat(rebuilt.deleteAfter).isEqualTo(deleteAfter);
    assertThat(row(id).deletion().isInTrash()).isTrue();
    restore(creator, id).statusCode(200);
  }

  /** The object was not removed yet when the database was lost. */
  @Test
  void rebuiltCatalogueDeletesWhatWasBeingDeleted() {
    StoreEvents.pause();
    var id = upload(6);
    markers.write(keyOf(id), Instant.parse("2026-01-01T00:00:00Z"));
    DeletedVideos.forget(id);

    sync.sync(keyOf(id), SyncTrigger.RECONCILE);

    Eventually.holds("the object is removed", () -> store.head(keyOf(id)).isEmpty());
    assertThat(row(id).isDeleted()).isTrue();
  }

  @Test
  void unreadableMarkerStillCounts() {
    StoreEvents.pause();
    var id = upload(7);
    derivedStore.put(
        keyOf(id).deletionMarker().orElseThrow(),
        "nonsense".getBytes(StandardCharsets.UTF_8),
        "application/json");
    DeletedVideos.forget(id);

    sync.sync(keyOf(id), SyncTrigger.RECONCILE);

    assertThat(row(id).deletion().isInTrash()).isTrue();
  }

  @Test
  void videoOfAReopenedUploadReturnsToTheTrash() {
    var id = trashed(8);
    var deleteAfter = row(id).deletion().deleteAfter();
    DeletedVideos.forgetVideo(id);

    var rebuilt = sync.sync(keyOf(id), SyncTrigger.RECONCILE).orElseThrow();

    assertThat(rebuilt.id).isEqualTo(id);
    assertThat(rebuilt.owner).isEqualTo("creator");
    assertThat(rebuilt.deleteAfter).isEqualTo(deleteAfter);
  }

  @Test
  void markerThatTheStoreRefusesDoesNotBlockTheDeletion() throws IOException {
    try (var refusing = new FaultyStore();
        var log = CapturedLog.of(DeletionMarkers.class.getName())) {
      refusing.addFault(FaultyStore.Fault.REFUSES);
      QuarkusMock.installMockForType(refusing.derivedStore(), DerivedStore.class);

      markers.write(new ObjectKey("videos/refused.mp4"), Instant.now());

      assertThat(log.all())
          .anySatisfy(
              line -> assertThat(line).startsWith("WARN").contains("can't keep the marker"));
    }
  }

  private String trashed(int seed) {
    var id = upload(seed);
    trash(creator, id).statusCode(200);
    Eventually.holds("the marker is written", () -> markers.find(keyOf(id)).isPresent());
    Eventually.holds("the row is settled", () -> row(id).deletion().cleanupAt() == null);
    return id;
  }

  private String upload(int seed) {
    return creator.upload("clip.mp4", Mp4Header.bytes(700 + seed, seed)).getString("id");
  }
}

package dev.slipway.catalogue.deletion;

import static dev.slipway.catalogue.deletion.DeletedVideos.keyOf;
import static dev.slipway.catalogue.deletion.DeletedVideos.row;
import static dev.slipway.catalogue.deletion.DeletedVideos.timelineOf;
import static dev.slipway.catalogue.deletion.DeletedVideos.trash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.catalogue.sync.DeletionMarkers;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.DenyingStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Compares markers and rows that differ because database or store are from a backup. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class MarkerSweepTest {
  private static final Instant PAST = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant IN_6_DAYS = Instant.now().plus(Duration.ofDays(6));

  private final ApiClient creator = ApiClient.as("creator");

  @Inject DeletionMarkers markers;
  @Inject MarkerSweep markerSweep;
  @Inject StoreConfig storeConfig;

  private String failing;

  @AfterEach
  void forgetFailing() {
    if (failing != null) {
      DeletedVideos.forget(failing);
    }
  }

  @Test
  void databaseFromABackupGetsItsTrashBack() {
    var id = trashed(1);
    DeletedVideos.update("delete_after = now() + interval '30 days'", id);
    var deleteAfter = row(id).deletion().deleteAfter();
    markers.write(keyOf(id), deleteAfter);
    DeletedVideos.update("delete_after = null", id);

    markerSweep.run();

    assertThat(row(id).deletion().deleteAfter()).isEqualTo(deleteAfter);
    assertThat(timelineOf(id)).endsWith("video.trashed system");
  }

  /** Otherwise it would be deleted before anyone could restore it. */
  @Test
  void videoThatReturnsToTheTrashStaysThereAsConfigured() {
    var id = trashed(2);
    markers.write(keyOf(id), PAST);
    DeletedVideos.update("delete_after = null", id);

    markerSweep.run();

    assertThat(row(id).deletion().deleteAfter()).isAfter(IN_6_DAYS);
  }

  @Test
  void missingMarkerIsWritten() {
    var id = trashed(3);
    markers.remove(keyOf(id));

    markerSweep.run();

    Eventually.holds("the marker is written", () -> markers.find(keyOf(id)).isPresent());
  }

  /** The video was restored after the backup, which is why it has no marker. */
  @Test
  void videoWithoutAMarkerStaysInTheTrashAsConfigured() {
    var id = trashed(4);
    DeletedVideos.update("delete_after = now() + interval '1 minute'", id);
    markers.remove(keyOf(id));

    markerSweep.runAfterStart();

    assertThat(row(id).deletion().deleteAfter()).isAfter(IN_6_DAYS);
  }

  /** The backup is from before the marker was written. */
  @Test
  void videoWhoseMarkerIsStillToBeWrittenStaysInTheTrashAsConfigured() {
    var id = trashed(8);
    markers.remove(keyOf(id));
    DeletedVideos.update(
        "delete_after = now() + interval '1 minute', cleanup_at = now() + interval '1 hour'", id);

    markerSweep.runAfterStart();

    assertThat(row(id).deletion().deleteAfter()).isAfter(IN_6_DAYS);
    awaitCleanup(id);
  }

  /** After the backup the video was restored and moved to the trash again. */
  @Test
  void markerWithALaterTimeThanTheRowCounts() {
    var id = trashed(9);
    DeletedVideos.update("delete_after = now() + interval '1 minute'", id);

    markerSweep.runAfterStart();

    assertThat(row(id).deletion().deleteAfter()).isAfter(IN_6_DAYS);
    awaitCleanup(id);
  }

  /** The process died before it wrote the marker, and nothing was restored. */
  @Test
  void videoThatWasTrashedJustNowExpiresAsItsTimelineSays() {
    var id = trashed(10);
    var deleteAfter = row(id).deletion().deleteAfter();
    markers.remove(keyOf(id));

    markerSweep.runAfterStart();

    assertThat(row(id).deletion().deleteAfter()).isEqualTo(deleteAfter);
    assertThat(timelineOf(id)).endsWith("video.trashed creator");
    Eventually.holds("the marker is written", () -> markers.find(keyOf(id)).isPresent());
  }

  /** Otherwise the trash would never be emptied if something else removes the markers. */
  @Test
  void laterSweepsDoNotExtendTheTimeInTheTrash() {
    var id = trashed(11);
    DeletedVideos.update("delete_after = now() + interval '1 hour'", id);
    var deleteAfter = row(id).deletion().deleteAfter();
    markers.remove(keyOf(id));

    markerSweep.run();

    assertThat(row(id).deletion().deleteAfter()).isEqualTo(deleteAfter);
    Eventually.holds("the marker is written", () -> markers.find(keyOf(id)).isPresent());
  }

  /** The S3 client can't request a key with a dot segment. */
  @Test
  void keyThatFailsDoesNotBlockTheOthers() {
    failing = DeletedVideos.insert("videos/./fails", "delete_after = now() + interval '1 minute'");
    var id = trashed(12);
    markers.remove(keyOf(id));

    markerSweep.runAfterStart();

    Eventually.holds("the marker is written", () -> markers.find(keyOf(id)).isPresent());
    assertThat(row(failing).deletion().deleteAfter()).isAfter(IN_6_DAYS);
  }

  @Test
  void keysTheStoreRefusesToServeDoNotBlockTheOthers() {
    trashed(13);
    var refused =
        IntStream.range(0, 3).mapToObj(i -> new ObjectKey("videos/a/refused-" + i)).toList();
    var gone = new ObjectKey("videos/b/gone");
    refused.forEach(key -> markers.write(key, PAST));
    markers.write(gone, PAST);
    QuarkusMock.installMockForType(
        DenyingStore.of(storeConfig, refused::contains), ObjectStore.class);

    markerSweep.run();

    assertThat(markers.find(gone)).isEmpty();
    assertThat(refused).allMatch(key -> markers.find(key).isPresent());
    QuarkusMock.installMockForType(DenyingStore.of(storeConfig, key -> false), ObjectStore.class);
    markerSweep.run();
    assertThat(refused).noneMatch(key -> markers.find(key).isPresent());
  }

  @Test
  void markerWithoutAnObjectIsRemoved() {
    trashed(5);
    var key = new ObjectKey("videos/gone/from the bucket.mp4");
    markers.write(key, PAST);

    markerSweep.run();

    assertThat(markers.find(key)).isEmpty();
  }

  /** Perhaps the objects are still being copied back from a backup. */
  @Test
  void markerWithoutAnObjectStaysAsLongAsTheTrash() {
    trashed(6);
    var key = new ObjectKey("videos/still/to be copied.mp4");
    markers.write(key, Instant.now().minus(Duration.ofDays(6)));

    markerSweep.run();

    assertThat(markers.find(key)).isPresent();
    markers.remove(key);
  }

  /** As in a wrong bucket with a new database. */
  @Test
  void markersStayWhenManyObjectsAreMissing() {
    var keys =
        IntStream.range(0, 60)
            .mapToObj(i -> new ObjectKey("videos/of another bucket/" + i + ".mp4"))
            .toList();
    keys.forEach(key -> markers.write(key, PAST));

    markerSweep.run();

    assertThat(keys).allSatisfy(key -> assertThat(markers.find(key)).isPresent());
    keys.forEach(markers::remove);
  }

  private String trashed(int seed) {
    var id = creator.upload("clip.mp4", Mp4Header.bytes(750 + seed, seed)).getString("id");
    trash(creator, id).statusCode(200);
    awaitCleanup(id);
    return id;
  }

  private static void awaitCleanup(String id) {
    Eventually.holds("the marker is written", () -> row(id).deletion().cleanupAt() == null);
  }
}

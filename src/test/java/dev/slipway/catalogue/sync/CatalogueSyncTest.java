package dev.slipway.catalogue.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.metadata.ObjectMetadata;
import dev.slipway.catalogue.metadata.ObjectMetadataCodec;
import dev.slipway.catalogue.sync.SyncAttempt.Retry;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.media.MediaFormat;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.ChangingStore;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.PausedStoreEvents;
import dev.slipway.testing.SignedStoreRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Syncs objects that appear, change and disappear, also several at once. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class CatalogueSyncTest implements PausedStoreEvents {
  @Inject CatalogueSync catalogueSync;
  @Inject SyncTransactions transactions;
  @Inject ObjectStore store;
  @Inject StoreConfig config;
  @Inject ObjectMetadataCodec metadataCodec;
  @Inject Presigner presigner;
  @Inject AuditLog audit;
  @Inject MeterRegistry registry;

  @Test
  void concurrentSyncsWriteOneRow() throws Exception {
    var id = ApiClient.as("creator").put("clip.mp4", Mp4Header.bytes(800, 1));
    var key = ObjectKey.ofSource(new RandomId(id));
    var pool = Executors.newFixedThreadPool(16);
    Callable<String> sync =
        () -> catalogueSync.sync(key, SyncTrigger.NOTIFICATION).orElseThrow().id;

    var ids = pool.invokeAll(IntStream.range(0, 16).mapToObj(i -> sync).toList());
    pool.shutdown();

    for (var future : ids) {
      assertThat(future.get()).isEqualTo(id);
    }
    assertThat(generations(key)).hasSize(1);
    assertThat(actionsOf(id)).containsExactly("upload.opened", "video.stored");
  }

  @Test
  void adoptsObjectWithoutUpload() {
    var key = new ObjectKey("videos/from/another tool (1).mp4");
    put(key, Mp4Header.bytes(600, 1));

    var video = catalogueSync.sync(key, SyncTrigger.NOTIFICATION).orElseThrow();

    assertThat(video.owner).isNull();
    assertThat(video.title).isEqualTo("another tool (1).mp4");
    assertThat(video.status).isEqualTo("READY");
    store.remove(key);
  }

  @Test
  void changedObjectBecomesNewGeneration() {
    var key = new ObjectKey("videos/changing.mp4");
    put(key, Mp4Header.bytes(600, 1));
    var first = catalogueSync.sync(key, SyncTrigger.NOTIFICATION).orElseThrow();
    store.remove(key);
    put(key, Mp4Header.bytes(700, 2));

    var second = catalogueSync.sync(key, SyncTrigger.NOTIFICATION).orElseThrow();

    assertThat(second.id).isNotEqualTo(first.id);
    assertThat(second.size).isEqualTo(700);
    assertThat(generations(key)).extracting("latest").containsExactly(false, true);
    store.remove(key);
  }

  /** As most tools restore a file that was uploaded in parts. */
  @Test
  void copyWithoutItsPartsKeepsTheVideo() {
    var id = ApiClient.as("creator").put("clip.mp4", Mp4Header.bytes(845, 1));
    var key = ObjectKey.ofSource(new RandomId(id));
    var stored = catalogueSync.sync(key, SyncTrigger.NOTIFICATION).orElseThrow();
    setUploadedInParts(id);
    setEtag(id, "another");

    var result = catalogueSync.syncAndReport(key, SyncTrigger.RECONCILE);

    assertThat(result.change()).isEqualTo(SyncChange.CORRECTED);
    assertThat(result.video()).usingRecursiveComparison().isEqualTo(stored);
    assertThat(generations(key)).hasSize(1);
    assertThat(catalogueSync.syncAndReport(key, SyncTrigger.RECONCILE).change())
        .isEqualTo(SyncChange.NOTHING);
  }

  /** After a rotation of the key, without the previous one. */
  @Test
  void copyKeepsTheVideoEvenIfItsMetadataIsUnreadable() {
    var id = ApiClient.as("creator").put("clip.mp4", Mp4Header.bytes(847, 1));
    var key = ObjectKey.ofSource(new RandomId(id));
    catalogueSync.sync(key, SyncTrigger.NOTIFICATION);
    setUploadedInParts(id);
    var metadata = withKeyId(store.head(key).orElseThrow().metadata(), "00000000");
    store.remove(key);
    put(key, Mp4Header.bytes(847, 2), metadata);

    assertThat(catalogueSync.syncAndReport(key, SyncTrigger.RECONCILE).change())
        .isEqualTo(SyncChange.CORRECTED);
    store.remove(key);
  }

  @Test
  void objectThatNoSignedUrlCanHaveStoredIsACopy() {
    var id = ApiClient.as("creator").put("clip.mp4", Mp4Header.bytes(851, 1));
    var key = ObjectKey.ofSource(new RandomId(id));
    var metadata = store.head(key).orElseThrow().metadata();
    assertThat(replace(key, Mp4Header.bytes(851, 2), metadata)).isEqualTo(SyncChange.REPLACED);

    updateUpload("expires_at = now() - interval '24 hours 14 minutes'", id);
    assertThat(replace(key, Mp4Header.bytes(851, 3), metadata)).isEqualTo(SyncChange.REPLACED);
    updateUpload("expires_at = now() - interval '24 hours 16 minutes'", id);
    assertThat(replace(key, Mp4Header.bytes(851, 4), metadata)).isEqualTo(SyncChange.CORRECTED);
    store.remove(key);
  }

  @Test
  void anotherObjectIsNoCopy() {
    var creator = ApiClient.as("creator");
    var other = ObjectKey.ofSource(new RandomId(creator.put("a.mp4", Mp4Header.bytes(855, 1))));
    var inOnePut = creator.put("clip.mp4", Mp4Header.bytes(855, 2));
    var inParts = creator.put("clip.mp4", Mp4Header.bytes(855, 3));
    setUploadedInParts(inParts);

    // A signed URL of an upload in one PUT can store the same metadata and other bytes.
    var key = ObjectKey.ofSource(new RandomId(inOnePut));
    var own = store.head(key).orElseThrow().metadata();
    assertThat(replace(key, Mp4Header.bytes(855, 4), own)).isEqualTo(SyncChange.REPLACED);

    var ofAnother = store.head(other).orElseThrow().metadata();
    key = ObjectKey.ofSource(new RandomId(inParts));
    assertThat(replace(key, Mp4Header.bytes(855, 5), ofAnother)).isEqualTo(SyncChange.REPLACED);
    assertThat(replace(key, Mp4Header.bytes(855, 6), Map.of())).isEqualTo(SyncChange.REPLACED);
    store.remove(other);
  }

  private SyncChange replace(ObjectKey key, byte[] bytes, Map<String, String> metadata) {
    catalogueSync.sync(key, SyncTrigger.NOTIFICATION);
    store.remove(key);
    put(key, bytes, metadata);
    return catalogueSync.syncAndReport(key, SyncTrigger.RECONCILE).change();
  }

  @Test
  void rejectsTruncatedObject() {
    var declared = Mp4Header.bytes(800, 9);
    var id = ApiClient.as("creator").open("clip.mp4", "video/mp4", declared).getString("id");
    var key = ObjectKey.ofSource(new RandomId(id));
    put(key, Arrays.copyOf(declared, 500));

    var video = catalogueSync.sync(key, SyncTrigger.NOTIFICATION).orElseThrow();

    assertThat(video.status).isEqualTo("REJECTED");
    assertThat(video.rejection).isEqualTo("incomplete");
    assertThat(video.rejectionText).contains("Upload it again");
    assertThat(video.size).isEqualTo(500);
    store.remove(key);
  }

  @Test
  void acceptsShorterReplacement() {
    var id = ApiClient.as("creator").put("clip.mp4", Mp4Header.bytes(800, 11));
    var key = ObjectKey.ofSource(new RandomId(id));
    catalogueSync.sync(key, SyncTrigger.NOTIFICATION).orElseThrow();
    store.remove(key);
    put(key, Mp4Header.bytes(700, 12));

    assertThat(catalogueSync.sync(key, SyncTrigger.NOTIFICATION).orElseThrow().status)
        .isEqualTo("READY");
    store.remove(key);
  }

  @Test
  void marksObjectMissingAndFound() {
    var key = new ObjectKey("videos/coming and going.mp4");
    var bytes = Mp4Header.bytes(600, 5);
    put(key, bytes);
    var video = catalogueSync.sync(key, SyncTrigger.NOTIFICATION).orElseThrow();

    store.remove(key);
    assertThat(catalogueSync.sync(key, SyncTrigger.NOTIFICATION)).isEmpty();
    assertThat(generations(key).get(0).isPlayable()).isFalse();
    put(key, bytes);
    assertThat(catalogueSync.sync(key, SyncTrigger.NOTIFICATION)).isPresent();

    assertThat(generations(key)).hasSize(1);
    assertThat(generations(key).get(0).isPlayable()).isTrue();
    assertThat(actionsOf(video.id)).containsExactly("video.stored", "video.missing", "video.found");
    store.remove(key);
  }

  /** The store was asked before the change, so its answer may be older than the row. */
  @Test
  @Asvs("2.3.1")
  void writesNothingIfTheRowChangedSinceTheStoreWasAsked() {
    var creator = ApiClient.as("creator");
    var id = creator.upload("clip.mp4", Mp4Header.bytes(805, 7)).getString("id");
    var key = ObjectKey.ofSource(new RandomId(id));
    var object = store.head(key).orElseThrow();
    var snapshot = transactions.findCurrent(key);
    var edit = Map.of("title", "Changed in between");
    creator
        .request()
        .contentType("application/json")
        .body(edit)
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);

    assertThat(transactions.recordAbsent(key, snapshot)).isEqualTo(new Retry());
    assertThat(
            transactions.recordPresent(
                object, new MediaFormat("video/mp4", "mp4"), snapshot, SyncTrigger.NOTIFICATION))
        .isEqualTo(new Retry());

    assertThat(generations(key).get(0).isPlayable()).isTrue();
  }

  /** The sync that finds it again changes nothing, because the row still says that it is there. */
  @Test
  void keepsAnObjectThatReturnsWhileItIsMarkedAsMissing() {
    var key = new ObjectKey("videos/away for a moment.mp4");
    var bytes = Mp4Header.bytes(600, 5);
    put(key, bytes);
    catalogueSync.sync(key, SyncTrigger.NOTIFICATION);
    store.remove(key);
    Runnable comeBack =
        () -> {
          put(key, bytes);
          assertThat(catalogueSync.syncAndReport(key, SyncTrigger.NOTIFICATION).change())
              .isEqualTo(SyncChange.NOTHING);
        };
    QuarkusMock.installMockForType(ChangingStore.afterHead(config, comeBack), ObjectStore.class);

    var result = catalogueSync.syncAndReport(key, SyncTrigger.NOTIFICATION);

    assertThat(result.change()).isEqualTo(SyncChange.FOUND);
    assertThat(generations(key)).hasSize(1);
    assertThat(generations(key).get(0).isPlayable()).isTrue();
    store.remove(key);
  }

  @Test
  void marksAnObjectAsMissingThatDisappearsWhileItIsFound() {
    var key = new ObjectKey("videos/back for a moment.mp4");
    var bytes = Mp4Header.bytes(600, 5);
    put(key, bytes);
    catalogueSync.sync(key, SyncTrigger.NOTIFICATION);
    store.remove(key);
    catalogueSync.sync(key, SyncTrigger.NOTIFICATION);
    put(key, bytes);
    Runnable disappear =
        () -> {
          store.remove(key);
          assertThat(catalogueSync.syncAndReport(key, SyncTrigger.NOTIFICATION).change())
              .isEqualTo(SyncChange.NOTHING);
        };
    QuarkusMock.installMockForType(
        ChangingStore.afterFirstBytes(config, disappear), ObjectStore.class);

    var result = catalogueSync.syncAndReport(key, SyncTrigger.NOTIFICATION);

    assertThat(result).isEqualTo(new SyncResult(null, SyncChange.MISSING));
    assertThat(generations(key).get(0).isPlayable()).isFalse();
  }

  @Test
  void returnsToAnObjectThatReturnsWhileAnotherIsCatalogued() {
    var key = new ObjectKey("videos/replaced for a moment.mp4");
    var bytes = Mp4Header.bytes(600, 5);
    put(key, bytes);
    catalogueSync.sync(key, SyncTrigger.NOTIFICATION);
    store.remove(key);
    put(key, Mp4Header.bytes(700, 6));
    Runnable comeBack =
        () -> {
          store.remove(key);
          put(key, bytes);
          assertThat(catalogueSync.syncAndReport(key, SyncTrigger.NOTIFICATION).change())
              .isEqualTo(SyncChange.NOTHING);
        };
    QuarkusMock.installMockForType(
        ChangingStore.afterFirstBytes(config, comeBack), ObjectStore.class);

    var result = catalogueSync.syncAndReport(key, SyncTrigger.NOTIFICATION);

    assertThat(result.change()).isEqualTo(SyncChange.REPLACED);
    assertThat(result.video().size).isEqualTo(600);
    assertThat(generations(key)).extracting("latest").containsExactly(false, false, true);
    store.remove(key);
  }

  @Test
  void correctsWrongSizeAndChecksum() {
    var id = ApiClient.as("creator").put("clip.mp4", Mp4Header.bytes(800, 7));
    var key = ObjectKey.ofSource(new RandomId(id));
    var correct = catalogueSync.sync(key, SyncTrigger.NOTIFICATION).orElseThrow();
    QuarkusTransaction.requiringNew()
        .run(() -> Video.update("size = 1, checksumSha256 = 'wrong' where id = ?1", id));

    var result = catalogueSync.syncAndReport(key, SyncTrigger.NOTIFICATION);

    assertThat(result.change()).isEqualTo(SyncChange.CORRECTED);
    assertThat(result.video()).usingRecursiveComparison().isEqualTo(correct);
    assertThat(actionsOf(id)).containsExactly("upload.opened", "video.stored", "video.corrected");
  }

  @Test
  void recoversLostUploadFromMetadata() {
    var id = ApiClient.as("creator2").put("été 🎬.mp4", Mp4Header.bytes(810, 7));
    var key = ObjectKey.ofSource(new RandomId(id));
    forgetUpload(id);

    var video = catalogueSync.sync(key, SyncTrigger.RECONCILE).orElseThrow();

    assertThat(video.id).isEqualTo(id);
    assertThat(video.owner).isEqualTo("creator2");
    assertThat(video.fileName).isEqualTo("été 🎬.mp4");
    assertThat(uploadStatusAndReservedBytes(id)).isEqualTo("STORED 810");
    assertThat(actionsOf(id)).containsExactly("upload.opened", "upload.recovered", "video.stored");
  }

  @Test
  void claimsVideoOnceOwnerHasAccount() {
    var id = ApiClient.as("creator2").put("clip.mp4", Mp4Header.bytes(820, 7));
    var key = ObjectKey.ofSource(new RandomId(id));
    forgetUpload(id);
    catalogueSync.sync(key, SyncTrigger.RECONCILE);
    QuarkusTransaction.requiringNew()
        .run(() -> Video.update("owner = null, uploadId = null where id = ?1", id));
    forgetUpload(id);

    var result = catalogueSync.syncAndReport(key, SyncTrigger.RECONCILE);

    assertThat(result.change()).isEqualTo(SyncChange.CLAIMED);
    assertThat(result.video().owner).isEqualTo("creator2");
    assertThat(uploadStatusAndReservedBytes(id)).isEqualTo("STORED 820");
    assertThat(catalogueSync.syncAndReport(key, SyncTrigger.RECONCILE).change())
        .isEqualTo(SyncChange.NOTHING);
  }

  @Test
  void claimsVideoFromKnownUpload() {
    var id = ApiClient.as("creator2").upload("clip.mp4", Mp4Header.bytes(825, 7)).getString("id");
    QuarkusTransaction.requiringNew()
        .run(() -> Video.update("owner = null, uploadId = null where id = ?1", id));

    var result =
        catalogueSync.syncAndReport(ObjectKey.ofSource(new RandomId(id)), SyncTrigger.RECONCILE);

    assertThat(result.change()).isEqualTo(SyncChange.CLAIMED);
    assertThat(result.video().owner).isEqualTo("creator2");
    assertThat(actionsOf(id)).containsExactly("upload.opened", "video.stored", "video.claimed");
  }

  @Test
  void choosesNewIdIfIdIsTaken() {
    var id = ApiClient.as("creator2").upload("clip.mp4", Mp4Header.bytes(830, 7)).getString("id");
    // The state after a copy of the bucket under another name.
    QuarkusTransaction.requiringNew()
        .run(() -> Video.update("bucket = 'the-first' where id = ?1", id));

    var video =
        catalogueSync
            .sync(ObjectKey.ofSource(new RandomId(id)), SyncTrigger.RECONCILE)
            .orElseThrow();

    assertThat(video.id).isNotEqualTo(id);
    assertThat(video.owner).isEqualTo("creator2");
  }

  @Test
  void keepsIdOfVideoWithUnknownOwner() {
    var key = ObjectKey.ofSource(new RandomId("a".repeat(26)));
    put(
        key,
        Mp4Header.bytes(600, 1),
        metadataCodec.seal(key, new ObjectMetadata("somebody", "clip.mp4", "A clip")));

    var video = catalogueSync.sync(key, SyncTrigger.RECONCILE).orElseThrow();

    assertThat(video.id).isEqualTo("a".repeat(26));
    assertThat(video.owner).isNull();
    assertThat(video.title).isEqualTo("A clip");
    store.remove(key);
  }

  /** As earlier versions stored it. */
  @Test
  void recoversLostUploadFromPlainMetadata() {
    var key = ObjectKey.ofSource(new RandomId("b".repeat(25) + "a"));
    put(
        key,
        Mp4Header.bytes(610, 1),
        Map.of(
            "slipway-owner", "creator2",
            "slipway-name", "%C3%A9t%C3%A9.mp4",
            "slipway-title", "%C3%89t%C3%A9"));

    var video = catalogueSync.sync(key, SyncTrigger.RECONCILE).orElseThrow();

    assertThat(video.owner).isEqualTo("creator2");
    assertThat(video.fileName).isEqualTo("été.mp4");
    assertThat(video.title).isEqualTo("Été");
    store.remove(key);
  }

  @Test
  void cataloguesObjectWithoutOwnerIfItsKeyIsLost() {
    var id = "c".repeat(25) + "a";
    var key = ObjectKey.ofSource(new RandomId(id));
    var bytes = Mp4Header.bytes(620, 1);
    var readable = metadataCodec.seal(key, new ObjectMetadata("creator2", "clip.mp4", "A clip"));
    var counted = unreadable();
    put(key, bytes, withKeyId(readable, "00000000"));

    var video = catalogueSync.sync(key, SyncTrigger.RECONCILE).orElseThrow();

    assertThat(video.id).isEqualTo(id);
    assertThat(video.owner).isNull();
    assertThat(video.status).isEqualTo("READY");
    assertThat(actionsOf(id)).containsExactly("video.stored", "video.unreadable");
    assertThat(unreadable()).isEqualTo(counted + 1);
    assertThat(catalogueSync.syncAndReport(key, SyncTrigger.RECONCILE).change())
        .isEqualTo(SyncChange.NOTHING);

    // The key is found again.
    store.remove(key);
    put(key, bytes, readable);
    var claimed = catalogueSync.syncAndReport(key, SyncTrigger.RECONCILE);

    assertThat(claimed.change()).isEqualTo(SyncChange.CLAIMED);
    assertThat(claimed.video().owner).isEqualTo("creator2");
    assertThat(claimed.video().fileName).isEqualTo("clip.mp4");
    assertThat(claimed.video().title).isEqualTo("A clip");
    store.remove(key);
  }

  @Test
  void metadataOfAnotherObjectGivesNoOwner() {
    var key = ObjectKey.ofSource(new RandomId("d".repeat(25) + "a"));
    var other = ObjectKey.ofSource(new RandomId("e".repeat(25) + "a"));
    var metadata = new ObjectMetadata("creator2", "clip.mp4", "A clip");
    put(key, Mp4Header.bytes(630, 1), metadataCodec.seal(other, metadata));

    var video = catalogueSync.sync(key, SyncTrigger.RECONCILE).orElseThrow();

    assertThat(video.owner).isNull();
    assertThat(video.title).isEqualTo("source");
    store.remove(key);
  }

  @Test
  void settlesUploadAndQuotaInSameTransaction() {
    var id = ApiClient.as("creator2").put("clip.mp4", Mp4Header.bytes(900, 1));

    catalogueSync.sync(ObjectKey.ofSource(new RandomId(id)), SyncTrigger.NOTIFICATION);

    assertThat(uploadStatusAndReservedBytes(id)).isEqualTo("STORED 900");
  }

  private static Map<String, String> withKeyId(Map<String, String> metadata, String keyId) {
    var changed = new HashMap<>(metadata);
    changed.replaceAll((name, value) -> value.replaceFirst("[.][0-9a-f]{8}[.]", "." + keyId + "."));
    return changed;
  }

  private static void setUploadedInParts(String id) {
    // The store knows whole seconds only.
    updateUpload("part_size = 5242880, created_at = now() - interval '1 minute'", id);
  }

  private static void updateUpload(String assignments, String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                Video.getEntityManager()
                    .createNativeQuery("update upload set " + assignments + " where id = ?1")
                    .setParameter(1, id)
                    .executeUpdate());
  }

  private static void setEtag(String id, String etag) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                Video.update(
                    "etag = ?1, checksumSha256 = null, checksumType = null where id = ?2",
                    etag,
                    id));
  }

  private double unreadable() {
    return registry.get("slipway.catalogue.unreadable").counter().count();
  }

  private static Object uploadStatusAndReservedBytes(String id) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                Video.getEntityManager()
                    .createNativeQuery(
                        "select u.status || ' ' || r.bytes from upload u"
                            + " join reservation r on r.upload_id = u.id where u.id = ?1",
                        String.class)
                    .setParameter(1, id)
                    .getSingleResult());
  }

  private static void forgetUpload(String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                List.of("reservation where upload_id", "upload where id")
                    .forEach(
                        rows ->
                            Video.getEntityManager()
                                .createNativeQuery("delete from " + rows + " = ?1")
                                .setParameter(1, id)
                                .executeUpdate()));
  }

  private void put(ObjectKey key, byte[] bytes) {
    put(key, bytes, Map.of());
  }

  private void put(ObjectKey key, byte[] bytes, Map<String, String> metadata) {
    var constraints = new PutConstraints("video/mp4", bytes.length, null, metadata);
    var url = presigner.presignPut(key, constraints, Duration.ofMinutes(1));
    assertThat(new SignedStoreRequest("PUT", url.url(), url.headers()).send(bytes)).isEqualTo(200);
  }

  private List<String> actionsOf(String subject) {
    return QuarkusTransaction.requiringNew()
        .call(() -> audit.historyOf(subject).entries().stream().map(AuditEntry::action).toList());
  }

  private static List<Video> generations(ObjectKey key) {
    return QuarkusTransaction.requiringNew()
        .call(() -> Video.<Video>list("objectKey = ?1 order by generation", key.value()));
  }
}

package dev.slipway.catalogue.deletion;

import static dev.slipway.catalogue.deletion.DeletedVideos.deletePermanently;
import static dev.slipway.catalogue.deletion.DeletedVideos.keyOf;
import static dev.slipway.catalogue.deletion.DeletedVideos.row;
import static dev.slipway.catalogue.deletion.DeletedVideos.sign;
import static dev.slipway.catalogue.deletion.DeletedVideos.timelineOf;
import static dev.slipway.catalogue.deletion.DeletedVideos.usedBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.VideoView;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreUnavailableException;
import dev.slipway.storage.client.DenyingStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SignedStoreRequest;
import dev.slipway.testing.StoreEvents;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deletes objects in the store with signed URLs; the catalogue follows. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class DeleteUrlTest {
  private static final byte[] NO_BODY = {};

  private final ApiClient creator = ApiClient.as("creator");

  @Inject ObjectStore store;
  @Inject StoreConfig storeConfig;
  @Inject CatalogueSync sync;
  @Inject DeleteUrls urls;
  @Inject DeleteUrlResolver resolver;

  @AfterEach
  void restore() {
    StoreEvents.resume();
    release();
    execute("alter table video drop constraint if exists failure");
    execute("delete from video where title = 'Failing'");
  }

  @Test
  void usedUrlDeletesTheVideo() {
    var before = usedBytes(creator);
    var id = upload(1);
    var signed = sign(creator, id, "delete").statusCode(201).extract().jsonPath();
    assertThat(signed.getString("method")).isEqualTo("DELETE");
    assertThat(Instant.parse(signed.getString("expiresAt")))
        .isCloseTo(Instant.now().plus(5, ChronoUnit.MINUTES), within(10, ChronoUnit.SECONDS));

    assertThat(requestOf(signed).send(NO_BODY)).isEqualTo(204);

    Eventually.holds("the quota is returned", () -> usedBytes(creator) == before);
    assertThat(row(id).isDeleted()).isTrue();
    assertThat(VideoView.of(row(id)).missing).isFalse();
    assertThat(timelineOf(id))
        .containsExactly(
            "upload.opened creator",
            "video.stored store",
            "deletion.signed creator",
            "video.missing store",
            "video.deleted creator",
            "video.purged system");
    assertThat(requestOf(signed).send(NO_BODY)).isIn(204, 404);
  }

  /** A notification that is processed again, for example, while the store has lost the object. */
  @Test
  void removalBeforeTheUrlWasSignedIsNoDeletion() {
    StoreEvents.pause();
    var id = upload(18);
    var before = Instant.now().minus(2, ChronoUnit.SECONDS);
    sign(creator, id, "delete").statusCode(201);
    store.remove(keyOf(id));
    sync.sync(keyOf(id), SyncTrigger.NOTIFICATION);

    resolver.recordRemoval(keyOf(id), before);

    assertThat(row(id).isDeleted()).isFalse();
    resolver.recordRemoval(keyOf(id), Instant.now());
    assertThat(row(id).isDeleted()).isTrue();
  }

  @Test
  void removalOfAnObjectThatIsBackIsNoDeletion() {
    StoreEvents.pause();
    var id = upload(19);
    sign(creator, id, "delete").statusCode(201);

    resolver.recordRemoval(keyOf(id), Instant.now());

    assertThat(row(id).isDeleted()).isFalse();
  }

  /** The bucket may be the wrong one. */
  @Test
  void removalIsNoDeletionWhileAReconciliationIsHeld() {
    var id = upload(20);
    hold();
    requestOf(sign(creator, id, "delete").extract().jsonPath()).send(NO_BODY);
    Eventually.holds("the object is missing", () -> row(id).isMissing());

    resolver.recordRemoval(keyOf(id), Instant.now());

    assertThat(row(id).isDeleted()).isFalse();
    release();
    resolver.recordRemoval(keyOf(id), Instant.now());
    assertThat(row(id).isDeleted()).isTrue();
  }

  /** The store lost the object for a while, and nobody used the URL. */
  @Test
  void objectThatReturnsInTimeStays() {
    StoreEvents.pause();
    var upload = new StoredUpload(7);
    sign(creator, upload.id, "delete").statusCode(201);
    store.remove(keyOf(upload.id));
    sync.sync(keyOf(upload.id), SyncTrigger.RECONCILE);
    // It returns with its former time, and not with that of the PUT.
    DeletedVideos.update(
        "stored_at = now() + interval '1 hour', missing_since = now() + interval '2 hours'",
        upload.id);

    upload.put();
    sync.sync(keyOf(upload.id), SyncTrigger.RECONCILE);

    assertThat(row(upload.id).isObjectPresent()).isTrue();
    assertThat(store.head(keyOf(upload.id))).isPresent();
  }

  /** The URL of the upload is still valid, and the key is free. */
  @Test
  void fileThatIsSentAgainAfterTheDeletionDoesNotBringTheVideoBack() {
    StoreEvents.pause();
    var upload = new StoredUpload(13);
    requestOf(sign(creator, upload.id, "delete").extract().jsonPath()).send(NO_BODY);
    complete(upload.id, "upload-vanished");

    upload.put();

    complete(upload.id, "video-deleted");
    Eventually.holds("the object is removed", () -> store.head(keyOf(upload.id)).isEmpty());
    Eventually.holds("it is purged", () -> row(upload.id).deletion().cleanupAt() == null);
    assertThat(timelineOf(upload.id)).endsWith("video.deleted creator", "video.purged system");
  }

  /** The object is back before anybody has asked for it. */
  @Test
  void fileThatIsSentAgainAtOnceDoesNotKeepTheVideo() {
    StoreEvents.pause();
    var upload = new StoredUpload(14);
    DeletedVideos.update("stored_at = stored_at - interval '10 seconds'", upload.id);
    requestOf(sign(creator, upload.id, "delete").extract().jsonPath()).send(NO_BODY);
    upload.put();

    sync.sync(keyOf(upload.id), SyncTrigger.RECONCILE);

    assertThat(row(upload.id).isDeleted()).isTrue();
    Eventually.holds("the object is removed", () -> store.head(keyOf(upload.id)).isEmpty());
  }

  /** Copied in place, the object has the time of the copy. */
  @Test
  void objectThatAnOperatorStoredAgainBeforeTheUrlWasSignedStays() {
    StoreEvents.pause();
    var upload = new StoredUpload(15);
    DeletedVideos.update("stored_at = stored_at - interval '10 minutes'", upload.id);
    assertThat(sync.sync(keyOf(upload.id), SyncTrigger.RECONCILE)).isPresent();
    // As if it was copied ten minutes before.
    DeletedVideos.update("delete_url_by = 'creator', delete_url_until = now()", upload.id);

    sync.sync(keyOf(upload.id), SyncTrigger.RECONCILE);

    assertThat(row(upload.id).isObjectPresent()).isTrue();
    assertThat(store.head(keyOf(upload.id))).isPresent();

    // As if the store had not found it for a while.
    DeletedVideos.update("missing_since = now() - interval '1 minute'", upload.id);

    sync.sync(keyOf(upload.id), SyncTrigger.RECONCILE);

    assertThat(row(upload.id).isObjectPresent()).isTrue();
    assertThat(store.head(keyOf(upload.id))).isPresent();
  }

  /** No URL could store it: an upload in parts has none, and that of a PUT expired long ago. */
  @Test
  void objectThatNoUrlCouldStoreStays() {
    StoreEvents.pause();
    var upload = new StoredUpload(16);
    sign(creator, upload.id, "delete").statusCode(201);
    store.remove(keyOf(upload.id));
    sync.sync(keyOf(upload.id), SyncTrigger.RECONCILE);
    execute(
        "update upload set expires_at = now() - interval '10 days' where id = '" + upload.id + "'");
    DeletedVideos.update("stored_at = stored_at - interval '10 days'", upload.id);

    upload.put();
    sync.sync(keyOf(upload.id), SyncTrigger.RECONCILE);

    assertThat(row(upload.id).isObjectPresent()).isTrue();
  }

  /** The bucket may be the wrong one. */
  @Test
  void objectThatIsStoredAgainStaysWhileAReconciliationIsHeld() {
    StoreEvents.pause();
    var upload = new StoredUpload(17);
    DeletedVideos.update("stored_at = stored_at - interval '10 seconds'", upload.id);
    requestOf(sign(creator, upload.id, "delete").extract().jsonPath()).send(NO_BODY);
    sync.sync(keyOf(upload.id), SyncTrigger.RECONCILE);
    hold();

    upload.put();
    sync.sync(keyOf(upload.id), SyncTrigger.RECONCILE);

    assertThat(row(upload.id).isObjectPresent()).isTrue();
    release();
    sync.sync(keyOf(upload.id), SyncTrigger.RECONCILE);
    assertThat(row(upload.id).isDeleted()).isTrue();
  }

  /** The bucket may be the wrong one. */
  @Test
  void nothingIsDeletedWhileAReconciliationIsHeld() {
    var id = upload(10);
    StoreEvents.pause();
    sign(creator, id, "delete").statusCode(201);
    store.remove(keyOf(id));
    sync.sync(keyOf(id), SyncTrigger.RECONCILE);
    hold();
    endGrace(id);

    resolver.run();

    assertThat(row(id).isDeleted()).isFalse();
    release();
    resolveUntil("the video is deleted", () -> row(id).isDeleted());
  }

  /** The reconciliation ends while objects are asked for. */
  @Test
  void nothingIsDeletedAfterAReconciliationIsHeld() {
    var id = upload(11);
    StoreEvents.pause();
    sign(creator, id, "delete").statusCode(201);
    store.remove(keyOf(id));
    sync.sync(keyOf(id), SyncTrigger.RECONCILE);
    hold();
    endGrace(id);
    var questions = new AtomicInteger();

    new DeleteUrlResolver(urls, sync, () -> questions.getAndIncrement() > 0, store).run();

    assertThat(row(id).isDeleted()).isFalse();
    release();
    resolveUntil("the video is deleted", () -> row(id).isDeleted());
  }

  @Test
  void videoThatFailsDoesNotBlockTheOthers() {
    execute(
        "alter table video add constraint failure check"
            + " (title <> 'Failing' or missing_since is null)");
    DeletedVideos.insert(
        "videos/failing.mp4",
        "title = 'Failing', delete_after = null, delete_url_by = 'creator',"
            + " delete_url_until = now() - interval '1 hour'");
    var id = upload(12);
    sign(creator, id, "delete").statusCode(201);

    DeletedVideos.update("delete_url_until = now() - interval '2 minutes'", id);

    Eventually.holds("the unused URL is forgotten", () -> !row(id).deletion().isObjectDeletable());
  }

  @Test
  void videosTheStoreRefusesToServeDoNotBlockTheOthers() {
    var ids = IntStream.range(13, 17).mapToObj(this::upload).toList();
    ids.forEach(id -> sign(creator, id, "delete").statusCode(201));
    var refused = ids.subList(0, 3);
    var last = ids.get(3);
    var keys = refused.stream().map(DeletedVideos::keyOf).toList();
    QuarkusMock.installMockForType(DenyingStore.of(storeConfig, keys::contains), ObjectStore.class);
    refused.forEach(
        id -> DeletedVideos.update("delete_url_until = now() - interval '3 minutes'", id));
    DeletedVideos.update("delete_url_until = now() - interval '2 minutes'", last);

    assertThatThrownBy(resolver::run).isInstanceOf(StoreUnavailableException.class);

    assertThat(row(last).deletion().isObjectDeletable()).isFalse();
    assertThat(refused).allMatch(id -> row(id).deletion().isObjectDeletable());
    QuarkusMock.installMockForType(DenyingStore.of(storeConfig, key -> false), ObjectStore.class);
    Eventually.holds(
        "the other unused URLs are forgotten",
        () -> refused.stream().noneMatch(id -> row(id).deletion().isObjectDeletable()));
  }

  @Test
  void severalAccountsWithAUrlAreNotTakenForOneAnother() {
    var id = upload(8);
    sign(creator, id, "delete").statusCode(201);
    sign(ApiClient.as("admin"), id, "delete").statusCode(201);
    StoreEvents.pause();
    store.remove(keyOf(id));
    sync.sync(keyOf(id), SyncTrigger.RECONCILE);
    endGrace(id);

    resolveUntil("the video is deleted", () -> row(id).isDeleted());
    assertThat(timelineOf(id)).contains("video.deleted store");
  }

  /** The embedded store ignores If-Match, as MinIO does. */
  @Test
  void urlOfAReplacedGenerationIsNoDeletionOfTheNext() {
    StoreEvents.pause();
    var id = upload(9);
    var signed = requestOf(sign(creator, id, "delete").extract().jsonPath());
    DeletedVideos.update("etag = 'former', checksum_sha256 = 'former'", id);
    var next = sync.sync(keyOf(id), SyncTrigger.RECONCILE).orElseThrow().id;
    assertThat(next).isNotEqualTo(id);

    signed.send(NO_BODY);
    sync.sync(keyOf(id), SyncTrigger.RECONCILE);

    assertThat(row(next).isMissing()).isTrue();
    assertThat(row(next).deletion().isObjectDeletable()).isFalse();
  }

  @Test
  void urlFitsOneObjectAndOneMethodOnly() {
    var id = upload(2);
    var another = upload(3);
    var signed = requestOf(sign(creator, id, "delete").extract().jsonPath());

    assertThat(signed.replaceInUrl(id, another).send(NO_BODY)).isEqualTo(403);
    assertThat(signed.withMethod("GET").send(NO_BODY)).isEqualTo(403);
    assertThat(signed.withMethod("PUT").send(Mp4Header.bytes(100, 1))).isGreaterThanOrEqualTo(400);
    assertThat(signed.withHeader("If-Match", "\"other\"").send(NO_BODY)).isEqualTo(403);
    assertThat(signed.withoutHeader("If-Match").send(NO_BODY)).isGreaterThanOrEqualTo(400);
    assertThat(store.head(keyOf(id))).isPresent();
    assertThat(store.head(keyOf(another))).isPresent();
  }

  /** The notification of the removal is lost. */
  @Test
  void reconciliationFindsTheDeletion() {
    var id = upload(4);
    StoreEvents.pause();
    requestOf(sign(creator, id, "delete").extract().jsonPath()).send(NO_BODY);

    sync.sync(keyOf(id), SyncTrigger.RECONCILE);

    assertThat(row(id).isMissing()).isTrue();
    endGrace(id);
    resolveUntil("the video is deleted", () -> row(id).isDeleted());
  }

  @Test
  void lossAfterAnUnusedUrlExpiredIsNoDeletion() {
    var id = upload(5);
    sign(creator, id, "delete").statusCode(201);
    DeletedVideos.update("delete_url_until = now() - interval '2 minutes'", id);
    resolveUntil("the unused URL is forgotten", () -> !row(id).deletion().isObjectDeletable());

    StoreEvents.pause();
    store.remove(keyOf(id));
    sync.sync(keyOf(id), SyncTrigger.RECONCILE);

    assertThat(row(id).isDeleted()).isFalse();
    assertThat(row(id).isMissing()).isTrue();
    sign(creator, id, "delete").statusCode(409).body("code", equalTo("object-missing"));
    deletePermanently(creator, id).statusCode(204);
  }

  @Test
  void expiredUrlOfAVanishedObjectSettlesWithoutANotification() {
    var id = upload(6);
    StoreEvents.pause();
    requestOf(sign(creator, id, "delete").extract().jsonPath()).send(NO_BODY);
    DeletedVideos.update("delete_url_until = now() - interval '2 minutes'", id);

    resolveUntil("the object is missing", () -> row(id).isMissing());
    endGrace(id);
    resolveUntil("the video is deleted", () -> row(id).isDeleted());
  }

  /** Runs the resolver itself, because the worker does so only every few seconds. */
  private void resolveUntil(String what, Supplier<Boolean> condition) {
    Eventually.holds(
        what,
        () -> {
          resolver.run();
          return condition.get();
        });
  }

  private static void hold() {
    execute(
        "insert into reconciliation (cause, asked_by, asked_at, mode, deep, gone_allowed, state,"
            + " started_at, ended_at, compared, problem) values ('SCHEDULE', 'system', now(),"
            + " 'REPAIR', false, 0, 'HELD', now(), now(), true, 'too many')");
  }

  private static void release() {
    execute("delete from reconciliation where problem = 'too many'");
  }

  private static void execute(String statement) {
    QuarkusTransaction.requiringNew()
        .run(() -> Video.getEntityManager().createNativeQuery(statement).executeUpdate());
  }

  /** Lets the time pass in which a lost object may return. */
  private static void endGrace(String id) {
    DeletedVideos.update("missing_since = now() - interval '2 hours'", id);
  }

  private void complete(String id, String code) {
    creator
        .request()
        .put("/api/uploads/{id}/completion", id)
        .then()
        .statusCode(409)
        .body("code", equalTo(code));
  }

  /** An upload that is completed, and whose URL can be used again. */
  private final class StoredUpload {
    private final String id;
    private final byte[] bytes;
    private final SignedStoreRequest request;

    StoredUpload(int seed) {
      bytes = Mp4Header.bytes(900 + seed, seed);
      var upload = creator.open("clip.mp4", "video/mp4", bytes);
      id = upload.getString("id");
      request = SignedStoreRequest.of(upload);
      put();
      creator.complete(id);
    }

    void put() {
      assertThat(request.send(bytes)).isEqualTo(200);
    }
  }

  private String upload(int seed) {
    return creator.upload("clip.mp4", Mp4Header.bytes(900 + seed, seed)).getString("id");
  }

  private static SignedStoreRequest requestOf(JsonPath signed) {
    return new SignedStoreRequest(
        signed.getString("method"), URI.create(signed.getString("url")), signed.getMap("headers"));
  }
}

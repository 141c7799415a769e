package dev.slipway.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.MultipartStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.client.AbortDenyingStore;
import dev.slipway.storage.client.DenyingStore;
import dev.slipway.storage.client.UnreachableStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.MultipartTestFile;
import dev.slipway.testing.SignedStoreRequest;
import dev.slipway.testing.StoreEvents;
import dev.slipway.webhooks.WebhookReceiver;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AbandonedUploadSweeperTest {
  private static final byte[] BYTES = Mp4Header.bytes(1_000, 3);
  private static final Duration URL_AND_TRANSFER = Duration.ofHours(24).plusMinutes(15);

  @Inject AbandonedUploadSweeper sweeper;
  @Inject UploadLifecycle lifecycle;
  @Inject StoreConfig config;
  @Inject ObjectStore store;
  @Inject MultipartStore multiparts;
  @Inject EntityManager entities;

  private final ApiClient creator = ApiClient.as("creator");

  @AfterEach
  void resumeEvents() {
    StoreEvents.resume();
  }

  @Test
  void expiresAnUploadWithoutBytes() {
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");

    sweeper.sweep(Instant.now().plus(URL_AND_TRANSFER).minusSeconds(60));
    assertStatus(id, "OPEN");
    assertThat(reserved(id)).isEqualTo(1);

    sweeper.sweep(afterExpiry());
    sweeper.sweep(afterExpiry());

    assertStatus(id, "EXPIRED");
    assertThat(reserved(id)).isZero();
    assertThat(audited(id, "upload.expired")).isEqualTo(1);
    creator.request().put("/api/uploads/{id}/url", id).then().statusCode(409);
    creator
        .request()
        .put("/api/uploads/{id}/completion", id)
        .then()
        .statusCode(409)
        .body("code", equalTo("upload-closed"));
    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);
    assertStatus(id, "EXPIRED");
  }

  @Test
  void tellsWebhooksAboutAnExpiredUpload() {
    try (var receiver = WebhookReceiver.start()) {
      var webhook =
          creator
              .request()
              .contentType(ContentType.JSON)
              .body(Map.of("url", receiver.url(), "events", List.of("upload.expired")))
              .post("/api/webhooks")
              .jsonPath()
              .getString("id");
      var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");

      sweeper.sweep(afterExpiry());

      Eventually.holds(
          "the receiver is told",
          () ->
              receiver.received().stream()
                  .anyMatch(request -> id.equals(request.json().getString("data.id"))));
      creator.request().delete("/api/webhooks/{id}", webhook).then().statusCode(204);
    }
  }

  /** The sweeper asks the store between reading the upload and expiring it. */
  @Test
  void keepsAnUploadThatWasSignedAgainInTheMeantime() {
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");
    var cutoff = Instant.now().plus(Duration.ofMinutes(5));

    assertThat(lifecycle.expire(id, cutoff)).isFalse();

    assertStatus(id, "OPEN");
    assertThat(reserved(id)).isEqualTo(1);
    assertThat(lifecycle.expire(id, afterExpiry())).isTrue();
  }

  @Test
  void storesAnUploadWhoseNotificationWasLost() {
    StoreEvents.pause();
    var id = creator.put("clip.mp4", BYTES);

    sweeper.sweep(afterExpiry());

    assertStatus(id, "STORED");
    assertThat(reserved(id)).isEqualTo(1);
    creator.request().get("/api/videos/{id}", id).then().body("storedBy", equalTo("reconcile"));
  }

  @Test
  void removesThePartsOfAnExpiredUpload() {
    var file = MultipartTestFile.open(creator);
    assertThat(file.put(1)).isEqualTo(200);
    var lateUrl = file.sign(2);
    var multipartId = multipartId(file.id());

    sweeper.sweep(afterExpiry());

    assertStatus(file.id(), "EXPIRED");
    assertThat(multiparts.listParts(key(file.id()), multipartId)).isEmpty();
    assertThat(lateUrl.send(file.bytes(2))).isEqualTo(404);
    assertThat(multipartId(file.id())).isNull();
    assertThat(count("select count(*) from upload_part where upload_id = ?1", file.id())).isZero();
  }

  @Test
  void completesAnUploadWhosePartsAreAllStored() {
    var file = MultipartTestFile.open(creator);
    file.putAll();

    sweeper.sweep(afterExpiry());

    assertStatus(file.id(), "STORED");
    creator
        .request()
        .get("/api/videos/{id}", file.id())
        .then()
        .statusCode(200)
        .body("size", equalTo((int) MultipartTestFile.SIZE));
  }

  @Test
  void storesAnExpiredUploadWhoseObjectArrivesLate() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);
    var id = upload.getString("id");
    sweeper.sweep(afterExpiry());
    assertStatus(id, "EXPIRED");

    // The test moved the sweeper's clock forward; the URL is still valid.
    assertThat(SignedStoreRequest.of(upload).send(BYTES)).isEqualTo(200);

    Eventually.holds("the object reopens the upload", () -> "STORED".equals(status(id)));
    assertThat(reserved(id)).isEqualTo(1);
    creator.request().get("/api/videos/{id}", id).then().body("status", equalTo("READY"));
  }

  @Test
  void abortsPartsAgainAfterTheLastTransferEnded() {
    var text = Map.<String, Object>of("description", "A film", "tags", List.of("film"));
    var file = MultipartTestFile.open(creator, text);
    assertThat(file.put(1)).isEqualTo(200);
    creator.request().delete("/api/uploads/{id}", file.id()).then().statusCode(204);
    assertThat(multipartId(file.id())).isNotNull();
    // The row is kept, and nothing that only takes space.
    assertThat(count("select count(*) from upload_part where upload_id = ?1", file.id())).isZero();
    creator
        .request()
        .get("/api/uploads/{id}", file.id())
        .then()
        .body("title", equalTo("film"))
        .body("description", nullValue())
        .body("tags", empty());

    sweeper.sweep(Instant.now().plus(Duration.ofMinutes(16)));
    // The transfer of a part may still be under way.
    assertThat(multipartId(file.id())).isNotNull();
    sweeper.sweep(afterExpiry());

    assertThat(multipartId(file.id())).isNull();
  }

  @Test
  void keepsALateObjectWhenAnExpiredUploadIsAborted() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);
    var id = upload.getString("id");
    sweeper.sweep(afterExpiry());
    StoreEvents.pause();
    assertThat(SignedStoreRequest.of(upload).send(BYTES)).isEqualTo(200);

    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);

    assertThat(store.head(key(id))).isPresent();
    creator.complete(id);
    assertStatus(id, "STORED");
  }

  @Test
  void continuesAfterTheStoreFailsForOneUpload() {
    sweeper.sweep(afterExpiry());
    var complete = MultipartTestFile.open(creator);
    complete.putAll();
    var other = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");
    QuarkusMock.installMockForType(UnreachableStore.multipartStore(config), MultipartStore.class);

    sweeper.sweep(afterExpiry());

    assertStatus(other, "EXPIRED");
    QuarkusMock.installMockForType(UnreachableStore.reachableAgain(config), MultipartStore.class);
    sweeper.sweep(afterExpiry());
    assertStatus(complete.id(), "STORED");
  }

  @Test
  void expiresAnUploadBehindThoseThatAlwaysFail() {
    sweeper.sweep(afterExpiry());
    var failing = openMany(4);
    var last = openLast();
    QuarkusMock.installMockForType(denying(failing), ObjectStore.class);

    sweeper.sweep(afterExpiry());

    assertStatus(last, "EXPIRED");
    assertStatus(failing.get(0), "OPEN");
    QuarkusMock.installMockForType(denying(List.of()), ObjectStore.class);
    sweeper.sweep(afterExpiry());
    assertStatus(failing.get(0), "EXPIRED");
  }

  @Test
  void continuesBehindTheFailuresOfTheSweepBefore() {
    sweeper.sweep(afterExpiry());
    var failing = openMany(21);
    var last = openLast();
    QuarkusMock.installMockForType(denying(failing), ObjectStore.class);

    sweeper.sweep(afterExpiry());
    assertStatus(last, "OPEN");
    sweeper.sweep(afterExpiry());

    assertStatus(last, "EXPIRED");
    QuarkusMock.installMockForType(denying(List.of()), ObjectStore.class);
    sweeper.sweep(afterExpiry());
    assertThat(failing).allMatch(id -> "EXPIRED".equals(status(id)));
  }

  @Test
  void stopsWhileTheStoreDoesNotAnswer() {
    sweeper.sweep(afterExpiry());
    openMany(5);
    var checked = new ArrayList<ObjectKey>();
    Predicate<ObjectKey> denyAll = checked::add;
    QuarkusMock.installMockForType(DenyingStore.of(config, denyAll), ObjectStore.class);

    sweeper.sweep(afterExpiry());

    assertThat(checked).hasSize(4).endsWith(ObjectStore.UNUSED_KEY);
    QuarkusMock.installMockForType(denying(List.of()), ObjectStore.class);
    sweeper.sweep(afterExpiry());
  }

  @Test
  void removesLeftoverPartsBehindThoseThatAlwaysFail() {
    sweeper.sweep(afterExpiry());
    var ids = Stream.generate(() -> MultipartTestFile.open(creator).id()).limit(5).toList();
    ids.forEach(id -> creator.request().delete("/api/uploads/{id}", id).then().statusCode(204));
    var last = ids.get(4);
    expireLater(last);
    var denying = AbortDenyingStore.of(config, key -> !key.equals(key(last)));
    QuarkusMock.installMockForType(denying, MultipartStore.class);

    sweeper.sweep(afterExpiry());

    assertThat(multipartId(last)).isNull();
    assertThat(multipartId(ids.get(0))).isNotNull();
    QuarkusMock.installMockForType(UnreachableStore.reachableAgain(config), MultipartStore.class);
    sweeper.sweep(afterExpiry());
    assertThat(multipartId(ids.get(0))).isNull();
  }

  private List<String> openMany(int count) {
    return Stream.generate(() -> creator.open("clip.mp4", "video/mp4", BYTES).getString("id"))
        .limit(count)
        .toList();
  }

  private String openLast() {
    var id = openMany(1).get(0);
    expireLater(id);
    return id;
  }

  /** The sweep works in the order of the expiry. */
  private void expireLater(String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(
                        "update upload set expires_at = expires_at + interval '30 seconds'"
                            + " where id = ?1")
                    .setParameter(1, id)
                    .executeUpdate());
  }

  private ObjectStore denying(List<String> ids) {
    var keys = ids.stream().map(AbandonedUploadSweeperTest::key).toList();
    return DenyingStore.of(config, keys::contains);
  }

  private static Instant afterExpiry() {
    return Instant.now().plus(URL_AND_TRANSFER).plusSeconds(60);
  }

  private void assertStatus(String id, String status) {
    assertThat(status(id)).isEqualTo(status);
  }

  private String status(String id) {
    return creator.request().get("/api/uploads/{id}", id).jsonPath().getString("status");
  }

  private long reserved(String id) {
    return count("select count(*) from reservation where upload_id = ?1", id);
  }

  private long audited(String id, String action) {
    return count(
        "select count(*) from audit_entry where subject = ?1 and action = '%s'".formatted(action),
        id);
  }

  private long count(String sql, String id) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                (Long)
                    entities
                        .createNativeQuery(sql, Long.class)
                        .setParameter(1, id)
                        .getSingleResult());
  }

  private static String multipartId(String id) {
    return QuarkusTransaction.requiringNew().call(() -> Upload.<Upload>findById(id).multipartId);
  }

  private static ObjectKey key(String id) {
    return new ObjectKey("videos/" + id + "/source");
  }
}

package dev.slipway.catalogue.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.catalogue.DeletionWriter;
import dev.slipway.catalogue.Rejection;
import dev.slipway.catalogue.SyncTrigger;
import dev.slipway.catalogue.Video;
import dev.slipway.catalogue.sync.CatalogueSync;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.signing.Presigner;
import dev.slipway.storage.signing.PutConstraints;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.SignedStoreRequest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people can do with a rejected video, and when it is deleted. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class QuarantineTest {
  private final ApiClient creator = ApiClient.as("creator");

  @Inject RejectedConfig config;
  @Inject ObjectStore store;
  @Inject DeletionWriter deletions;
  @Inject Quarantine quarantine;
  @Inject CatalogueSync sync;
  @Inject Presigner presigner;
  @Inject Clock clock;

  @Test
  @Asvs("5.2.2")
  void ownerAndAdministratorsDownloadARejectedFileButNobodyPlaysIt() throws Exception {
    var text = "<script>alert('" + UUID.randomUUID() + "')</script>";
    var id = upload(text);

    sign(creator, id, "play").statusCode(409).body("code", equalTo("video-not-playable"));
    for (var manager : new ApiClient[] {creator, ApiClient.as("admin")}) {
      var url = sign(manager, id, "download").statusCode(201).extract().path("url").toString();
      var answer = fetch(url);
      assertThat(answer.body()).isEqualTo(text);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
      assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
          .startsWith("attachment");
    }
    sign(ApiClient.as("creator2"), id, "download").statusCode(404);
    sign(ApiClient.anonymous(), id, "download").statusCode(401);
  }

  @Test
  @Asvs("5.4.3")
  void infectedFileIsNeverDownloaded() {
    var id = upload("infected " + UUID.randomUUID());
    QuarkusTransaction.requiringNew()
        .run(() -> Video.update("rejection = ?1 where id = ?2", Rejection.MALWARE, id));

    sign(creator, id, "download").statusCode(409).body("detail", containsString("malware"));
    sign(ApiClient.as("admin"), id, "download").statusCode(409);
    creator.request().get("/videos/" + id + "/download").then().statusCode(409);
  }

  @Test
  void ownerSeesTheReasonInTheOwnListAndUntilWhenItIsKept() {
    var id = upload("text " + UUID.randomUUID());

    creator.request().get("/videos/mine").then().body(containsString("text/plain, not a video"));
    creator
        .request()
        .get("/videos/" + id)
        .then()
        .body(containsString("deleted permanently after"))
        .body(containsString("/videos/" + id + "/download"));
    creator.request().get("/api/videos/" + id).then().body("rejectedUntil", notNullValue());
  }

  @Test
  void isDeletedAfterTheConfiguredTime() {
    var id = upload("text " + UUID.randomUUID());
    var another = upload("text " + UUID.randomUUID());
    keepUntil(id, clock.instant().minusSeconds(1));

    quarantine.deleteExpired();

    status(id).body("status", equalTo("DELETED"));
    status(another).body("status", equalTo("REJECTED"));
    Eventually.holds(
        "the object is removed",
        () -> store.head(QuarkusTransaction.requiringNew().call(() -> find(id).key())).isEmpty());
  }

  /** Another tool stored it, and nobody knows that it was rejected. */
  @Test
  void videoWithoutAnOwnerIsKeptUntilItHasOne() {
    var key = new ObjectKey("videos/" + UUID.randomUUID() + "/notes.txt");
    put(key, ("text " + key).getBytes(StandardCharsets.UTF_8));
    var video = sync.sync(key, SyncTrigger.RECONCILE).orElseThrow();
    assertThat(video.owner).isNull();
    assertThat(video.rejectedUntil).isNull();
    // As an earlier version did.
    keepUntil(video.id, clock.instant().minusSeconds(1));

    quarantine.deleteExpired();

    adminStatus(video.id).body("status", equalTo("REJECTED")).body("rejectedUntil", nullValue());
    QuarkusTransaction.requiringNew()
        .run(() -> Video.findAndLock(video.id).orElseThrow().moveTo("creator"));
    quarantine.deleteExpired();
    quarantine.beginForEarlier();
    adminStatus(video.id).body("status", equalTo("REJECTED")).body("rejectedUntil", notNullValue());
  }

  @Test
  void trashKeepsARejectedVideoUntilItsOwnDeadline() {
    var id = upload("text " + UUID.randomUUID());
    creator.request().delete("/api/videos/" + id).then().statusCode(200);
    keepUntil(id, clock.instant().minusSeconds(1));

    quarantine.deleteExpired();

    status(id).body("status", equalTo("REJECTED")).body("deleteAfter", notNullValue());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restoredVideoIsKeptForAnotherPeriod(boolean inBulk) {
    var id = upload("text " + UUID.randomUUID());
    creator.request().delete("/api/videos/" + id).then().statusCode(200);
    keepUntil(id, clock.instant().minusSeconds(1));

    restore(id, inBulk).statusCode(200);
    // The scheduled search may have locked the row at this moment, which leaves it out.
    Eventually.holds(
        "another period begins",
        () -> {
          quarantine.beginForEarlier();
          return status(id).extract().path("rejectedUntil") != null;
        });
    quarantine.deleteExpired();

    status(id).body("status", equalTo("REJECTED")).body("deleteAfter", nullValue());
    var until = Instant.parse(status(id).extract().<String>path("rejectedUntil"));
    assertThat(until).isAfter(clock.instant().plus(Duration.ofDays(29)));
  }

  @Test
  void rowThatAnotherTransactionHasLockedIsLeftForLater() {
    var id = upload("text " + UUID.randomUUID());
    keepUntil(id, null);

    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              Video.findAndLock(id).orElseThrow();
              quarantine.beginForEarlier();
            });
    status(id).body("rejectedUntil", nullValue());

    quarantine.beginForEarlier();
    status(id).body("rejectedUntil", notNullValue());
  }

  @Test
  void videoThatWasRejectedByAnEarlierVersionIsKeptFromNowOn() {
    var id = upload("text " + UUID.randomUUID());
    keepUntil(id, null);

    quarantine.beginForEarlier();

    status(id).body("status", equalTo("REJECTED")).body("rejectedUntil", notNullValue());
  }

  @Test
  void isKeptForEverIfConfigured() {
    var unlimited = new Quarantine(() -> Duration.ZERO, store, deletions, clock);
    var id = upload("text " + UUID.randomUUID());

    QuarkusTransaction.requiringNew()
        .run(() -> unlimited.begin(Video.findAndLock(id).orElseThrow()));

    assertThat(unlimited.deleteExpired()).isFalse();
    assertThat(unlimited.beginForEarlier()).isFalse();
    status(id).body("rejectedUntil", nullValue());
  }

  @Test
  void rejectsInvalidTimes() {
    assertThatThrownBy(() -> new Quarantine(() -> Duration.ofDays(-1), store, deletions, clock))
        .hasMessageContaining("SLIPWAY_REJECTED_KEEP");
    assertThatThrownBy(() -> new Quarantine(() -> Duration.ofDays(9999), store, deletions, clock))
        .hasMessageContaining("10 years");
    assertThat(config.keep()).isEqualTo(Duration.ofDays(30));
  }

  private String upload(String text) {
    return creator.upload("notes.mp4", text.getBytes(StandardCharsets.UTF_8)).getString("id");
  }

  private ValidatableResponse restore(String id, boolean inBulk) {
    if (!inBulk) {
      return creator.request().post("/api/videos/" + id + "/restoration").then();
    }
    return creator
        .request()
        .contentType(ContentType.JSON)
        .body("{\"ids\": [\"" + id + "\"], \"deleted\": false}")
        .post("/api/videos/bulk")
        .then();
  }

  private void put(ObjectKey key, byte[] bytes) {
    var constraints = new PutConstraints("video/mp4", bytes.length, null, Map.of());
    var url = presigner.presignPut(key, constraints, Duration.ofMinutes(1));
    assertThat(new SignedStoreRequest("PUT", url.url(), url.headers()).send(bytes)).isEqualTo(200);
  }

  private static Video find(String id) {
    return Video.findById(id);
  }

  /** Locks the row, because the marker of the trash changes it in the background. */
  private static void keepUntil(String id, Instant until) {
    QuarkusTransaction.requiringNew()
        .run(() -> Video.findAndLock(id).orElseThrow().keepRejectedUntil(until));
  }

  private ValidatableResponse status(String id) {
    return status(creator, id);
  }

  private static ValidatableResponse adminStatus(String id) {
    return status(ApiClient.as("admin"), id);
  }

  private static ValidatableResponse status(ApiClient client, String id) {
    return client.request().get("/api/videos/" + id).then().statusCode(200);
  }

  private static ValidatableResponse sign(ApiClient client, String id, String operation) {
    return client
        .request()
        .contentType(ContentType.JSON)
        .body("{\"operation\": \"" + operation + "\"}")
        .post("/api/videos/" + id + "/urls")
        .then();
  }

  private static HttpResponse<String> fetch(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }
}

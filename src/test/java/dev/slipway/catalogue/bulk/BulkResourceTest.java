package dev.slipway.catalogue.bulk;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.catalogue.Video;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Changes several videos with one request. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BulkResourceTest {
  private static final String UNKNOWN = "a".repeat(26);

  @Inject AuditLog audit;

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient other = ApiClient.as("creator2");

  @Test
  void changesTheVisibility() {
    var ids = List.of(upload(creator), upload(creator));

    assertThat(statuses(change(creator, ids, "visibility", "PUBLIC")))
        .containsExactly("changed", "changed");
    assertThat(statuses(change(creator, ids, "visibility", "public")))
        .containsExactly("unchanged", "unchanged");

    for (var id : ids) {
      other
          .request()
          .get("/api/videos/{id}", id)
          .then()
          .statusCode(200)
          .body("title", equalTo("clip"));
      assertThat(auditOf(id, "video.edited"))
          .extracting(AuditEntry::detail)
          .containsExactly("visibility public");
    }
  }

  @Test
  void movesToTheTrashAndRestores() {
    var ids = List.of(upload(creator), upload(creator));

    assertThat(statuses(change(creator, ids, "deleted", true)))
        .containsExactly("changed", "changed");
    assertThat(statuses(change(creator, ids, "deleted", true)))
        .containsExactly("unchanged", "unchanged");
    creator
        .request()
        .get("/api/videos/{id}", ids.get(1))
        .then()
        .body("deleteAfter", notNullValue());
    assertThat(statuses(change(creator, ids, "deleted", false)))
        .containsExactly("changed", "changed");

    creator.request().get("/api/videos/{id}", ids.get(0)).then().body("deleteAfter", nullValue());
    assertThat(auditOf(ids.get(0), "video.trashed")).hasSize(1);
    assertThat(auditOf(ids.get(0), "video.restored")).hasSize(1);
  }

  /** One that can't be changed doesn't affect the others. */
  @Test
  void saysWhatBecameOfEachVideo() {
    var own = upload(creator);
    var trashed = upload(creator);
    var deleted = upload(creator);
    var foreign = upload(other);
    var publicForeign = upload(other);
    change(creator, List.of(trashed), "deleted", true);
    creator.request().delete("/api/videos/{id}?permanently=true", deleted).then().statusCode(204);
    change(other, List.of(publicForeign), "visibility", "public");
    var ids =
        List.of(trashed, deleted, foreign, publicForeign, UNKNOWN, "no-id", own, trashed, own);

    var results = change(creator, ids, "visibility", "unlisted");

    assertThat(results.getList("results.id", String.class))
        .containsExactly(trashed, deleted, foreign, publicForeign, UNKNOWN, "no-id", own);
    assertThat(statuses(results))
        .containsExactly(
            "conflict", "conflict", "not-found", "not-found", "not-found", "not-found", "changed");
    assertThat(results.getList("results.problem.code"))
        .startsWith("video-in-trash", "video-deleted", "not-found");
    // A foreign video looks like an unknown one, whether the caller may watch it or not.
    assertThat(results.getMap("results[2].problem"))
        .isEqualTo(results.getMap("results[3].problem"))
        .isEqualTo(results.getMap("results[4].problem"));
    assertThat(results.getMap("results[6]")).containsOnlyKeys("id", "status", "problem");
    assertThat(results.getMap("results[6].problem")).isNull();
    other
        .request()
        .get("/api/videos/{id}", publicForeign)
        .then()
        .body("visibility", equalTo("public"));
  }

  @Test
  void administratorsChangeVideosOfOthers() {
    var id = upload(creator);

    assertThat(statuses(change(ApiClient.as("admin"), List.of(id), "deleted", true)))
        .containsExactly("changed");

    assertThat(auditOf(id, "video.trashed")).extracting(AuditEntry::actor).containsExactly("admin");
  }

  @Test
  void rejectsInvalidRequests() {
    assertRejected(Map.of("ids", List.of(UNKNOWN)), "either 'visibility' or 'deleted'");
    assertRejected(
        Map.of("ids", List.of(UNKNOWN), "visibility", "public", "deleted", true),
        "either 'visibility' or 'deleted'");
    assertRejected(
        Map.of("ids", List.of(UNKNOWN), "visibility", "secret"), "private, unlisted or public");
    assertRejected(Map.of("deleted", true), "1 to 200");
    assertRejected(Map.of("ids", List.of(), "deleted", true), "1 to 200");
    assertRejected(Map.of("ids", Collections.nCopies(201, UNKNOWN), "deleted", true), "1 to 200");
    assertRejected(Map.of("ids", Arrays.asList(UNKNOWN, null), "deleted", true), "null");
    creator.request().contentType(JSON).post("/api/videos/bulk").then().statusCode(400);
    assertThat(statuses(change(creator, Collections.nCopies(200, UNKNOWN), "deleted", true)))
        .containsExactly("not-found");
  }

  @Test
  void onlyCreatorsChangeVideos() {
    var body = Map.of("ids", List.of(UNKNOWN), "deleted", true);

    send(ApiClient.anonymous(), body).statusCode(401);
    send(ApiClient.as("viewer"), body).statusCode(403);
  }

  /** A lock that is held for too long is one of the ways in which the database fails. */
  @Test
  void saysWhatWasChangedBeforeTheDatabaseFailed() {
    var ids = List.of(upload(creator), upload(creator), upload(creator));

    var results =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  Video.findAndLock(ids.get(1)).orElseThrow();
                  return change(creator, ids, "visibility", "unlisted");
                });

    assertThat(results.getList("results.id", String.class)).containsExactlyElementsOf(ids);
    assertThat(statuses(results)).containsExactly("changed", "failed", "failed");
    assertThat(results.getList("results.problem.code"))
        .containsExactly("database-unavailable", "database-unavailable");
    assertThat(statuses(change(creator, ids, "visibility", "unlisted")))
        .containsExactly("unchanged", "changed", "changed");
  }

  /** Both lock the row, so each change is applied to what the other one has written. */
  @Test
  void losesNoEditThatHappensAtTheSameTime() {
    var ids = IntStream.range(0, 5).mapToObj(number -> upload(creator)).toList();

    var edits =
        ids.stream().map(id -> CompletableFuture.runAsync(() -> rename(id, "Renamed"))).toList();
    var bulk = CompletableFuture.supplyAsync(() -> change(creator, ids, "visibility", "unlisted"));
    Stream.concat(edits.stream(), Stream.of(bulk)).forEach(CompletableFuture::join);

    assertThat(statuses(bulk.join())).containsOnly("changed");
    for (var id : ids) {
      creator
          .request()
          .get("/api/videos/{id}", id)
          .then()
          .body("title", equalTo("Renamed"))
          .body("visibility", equalTo("unlisted"));
    }
  }

  private void rename(String id, String title) {
    creator
        .request()
        .contentType(JSON)
        .body(Map.of("title", title))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
  }

  private void assertRejected(Map<String, Object> body, String reason) {
    send(creator, body)
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("detail", containsString(reason));
  }

  private static JsonPath change(ApiClient caller, List<String> ids, String field, Object value) {
    return send(caller, Map.of("ids", ids, field, value)).statusCode(200).extract().jsonPath();
  }

  private static List<String> statuses(JsonPath response) {
    return response.getList("results.status");
  }

  private static ValidatableResponse send(ApiClient caller, Map<String, ?> body) {
    return caller.request().contentType(JSON).body(body).post("/api/videos/bulk").then();
  }

  private List<AuditEntry> auditOf(String id, String action) {
    return QuarkusTransaction.requiringNew().call(() -> audit.historyOf(id).entries()).stream()
        .filter(entry -> entry.action().equals(action))
        .toList();
  }

  private static String upload(ApiClient owner) {
    return owner.upload("clip.mp4", Mp4Header.bytes(900, 4)).getString("id");
  }
}

package dev.slipway.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.MultipartTestFile;
import dev.slipway.testing.SignedStoreRequest;
import dev.slipway.testing.StoreEvents;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class UploadResourceTest {
  private static final byte[] BYTES = Mp4Header.bytes(1_000, 7);
  private static final Pattern LINK = Pattern.compile("<(\\?.*)>; rel=\"next\"");
  private static final String SEALED = "v1\\.[0-9a-f]{8}\\.[A-Za-z0-9_-]{123}";
  private static final String LONG_NAME = "x".repeat(10_000);

  @Inject ObjectStore store;
  @Inject EntityManager entities;

  private final ApiClient creator = ApiClient.as("creator");

  @Test
  void returnsAUrlSignedForTheFile() {
    creator
        .request()
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "fileName", "Été.mp4",
                "contentType", "video/mp4",
                "size", 1000,
                "title", "Summer",
                "checksumSha256", ApiClient.sha256(BYTES)))
        .post("/api/uploads")
        .then()
        .statusCode(201)
        .header("Location", matchesPattern(".*/api/uploads/[a-z2-7]{26}"))
        .body("id", matchesPattern("[a-z2-7]{26}"))
        .body("status", equalTo("OPEN"))
        .body("method", equalTo("put"))
        .body("key", matchesPattern("videos/[a-z2-7]{26}/source"))
        .body("expiresAt", notNullValue())
        .body("put.headers.'Content-Type'", equalTo("video/mp4"))
        .body("put.headers.'If-None-Match'", equalTo("*"))
        .body("put.headers.'x-amz-checksum-sha256'", equalTo(ApiClient.sha256(BYTES)))
        .body("put.headers.'x-amz-meta-slipway-owner'", matchesPattern(SEALED))
        .body("put.headers.'x-amz-meta-slipway-name'", matchesPattern(SEALED))
        .body("put.headers.'x-amz-meta-slipway-title'", matchesPattern(SEALED))
        .body("put.headers", not(hasKey("Content-Length")));
  }

  @Test
  void returnsTheVideoOnEveryCompletion() {
    var id = creator.put("clip.mp4", BYTES);

    for (var repetition = 0; repetition < 3; repetition++) {
      var video = creator.complete(id);
      assertThat(video.getString("id")).isEqualTo(id);
      assertThat(video.getString("status")).isEqualTo("READY");
      assertThat(video.getLong("size")).isEqualTo(BYTES.length);
      assertThat(video.getString("format.container")).isEqualTo("mp4");
      assertThat(video.getString("location.uri"))
          .isEqualTo("s3://slipway-videos/videos/" + id + "/source");
      assertThat(video.getString("checksumSha256")).isEqualTo(ApiClient.sha256(BYTES));
      assertThat(video.getString("checksumType")).isEqualTo("FULL_OBJECT");
    }
    assertThat(count("select count(*) from video where upload_id = ?1", id)).isEqualTo(1);
    creator.request().get("/api/uploads/{id}", id).then().body("status", equalTo("STORED"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                  | ''
          application/x-www-form-urlencoded | ''
          text/plain                        | ''
          application/json                  | {}
          application/x-www-form-urlencoded | {}
          application/json;charset=utf-8    | {"later": [1]}
          """)
  void acceptsCompletionWithAnObjectOrNothing(String contentType, String body) {
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");

    complete(id, contentType, body).statusCode(409).body("code", equalTo("upload-incomplete"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "[{}]",
        "\"a\"",
        "1",
        "null",
        " ",
        "{}{}",
        "{'a': 1}",
        "{\"a\": 1, \"a\": 2}"
      })
  void rejectsCompletionWithAnythingElse(String body) {
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");

    complete(id, "application/json", body)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo("invalid-request"));
  }

  private ValidatableResponse complete(String id, String contentType, String body) {
    return creator
        .request()
        .contentType(contentType)
        .body(body)
        .put("/api/uploads/{id}/completion", id)
        .then();
  }

  @Test
  @Asvs("2.3.1")
  void rejectsCompletionWithoutBytes() {
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");

    creator
        .request()
        .contentType(ContentType.JSON)
        .body("{}")
        .put("/api/uploads/{id}/completion", id)
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("code", equalTo("upload-incomplete"));
    creator.request().get("/api/uploads/{id}", id).then().body("status", equalTo("OPEN"));
  }

  @Test
  void writesNothingForARejectedRequest() {
    var before = count("select count(*) from upload") + count("select count(*) from reservation");

    assertRejected(Map.of("fileName", "a.html", "contentType", "text/html", "size", 1), 415)
        .body("code", equalTo("type-not-allowed"));
    assertRejected(
            Map.of("fileName", "a.mp4", "contentType", "video/mp4", "size", (5L << 40) + 1), 413)
        .body("code", equalTo("file-too-large"));
    assertRejected(Map.of("fileName", "a.mp4", "contentType", "video/mp4", "size", 0), 400)
        .body("code", equalTo("size-invalid"));
    assertRejected(Map.of("contentType", "video/mp4", "size", 1), 400)
        .body("code", equalTo("invalid-request"));
    assertRejected("not json", 400).body("code", equalTo("invalid-request"));
    for (var size :
        new String[] {"\"many\"", "\"5\"", "5.7", "99999999999999999999", "[1]", "true"}) {
      assertRejected(
              "{\"fileName\":\"a.mp4\",\"contentType\":\"video/mp4\",\"size\":" + size + "}", 400)
          .body("code", equalTo("invalid-request"));
    }
    assertRejected("{\"size\":1} and more", 400).body("code", equalTo("invalid-request"));
    assertRejected("", 400).body("code", equalTo("invalid-request"));

    assertThat(count("select count(*) from upload") + count("select count(*) from reservation"))
        .isEqualTo(before);
  }

  @Test
  @Asvs("5.3.2")
  void storesAnyFileNameAsALabel() {
    for (var name :
        new String[] {LONG_NAME, "a\u0000b.mp4", "../../x.mp4", "a\u202ex.mp4", "🎬.mp4"}) {
      var video = creator.upload(name, BYTES);

      assertThat(video.getString("fileName")).isNotEmpty().hasSizeLessThanOrEqualTo(255);
      assertThat(video.getString("location.key")).matches("videos/[a-z2-7]{26}/source");
    }
  }

  @Test
  @Asvs("8.2.2")
  void hidesUploadsOfOtherAccounts() {
    var id = creator.put("clip.mp4", BYTES);
    var other = ApiClient.as("creator2");

    other.request().get("/api/uploads/{id}", id).then().statusCode(404);
    other.request().put("/api/uploads/{id}/url", id).then().statusCode(404);
    other.request().put("/api/uploads/{id}/completion", id).then().statusCode(404);
    other.request().delete("/api/uploads/{id}", id).then().statusCode(404);
    other.request().get("/api/uploads/nonsense").then().statusCode(404);
  }

  @Test
  void requiresALoginAndARole() {
    var body = Map.of("fileName", "a.mp4", "contentType", "video/mp4", "size", 1);

    ApiClient.anonymous()
        .request()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/uploads")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .body("code", equalTo("unauthenticated"));
    ApiClient.as("viewer")
        .request()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/uploads")
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("code", equalTo("forbidden"));
  }

  @Test
  void signsAFreshUrlForTheSameFile() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);
    var id = upload.getString("id");

    var again =
        creator
            .request()
            .put("/api/uploads/{id}/url", id)
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();

    assertThat(
            count(
                "select count(*) from audit_entry where subject = ?1 and actor = 'creator'"
                    + " and action = 'upload.resigned'",
                id))
        .isEqualTo(1);
    Map<String, String> first = upload.getMap("put.headers");
    Map<String, String> second = again.getMap("put.headers");
    assertThat(second).containsOnlyKeys(first.keySet());
    // Metadata is encrypted again each time, so each URL works only with its own headers.
    assertThat(second)
        .allSatisfy(
            (name, value) ->
                assertThat(value.equals(first.get(name))).isNotEqualTo(name.contains("-meta-")));
    assertThat(SignedStoreRequest.of(again.getString("put.url"), first).send(BYTES)).isEqualTo(403);
    assertThat(SignedStoreRequest.of(again).send(BYTES)).isEqualTo(200);
    creator.complete(id);
    creator
        .request()
        .put("/api/uploads/{id}/url", id)
        .then()
        .statusCode(409)
        .body("code", equalTo("upload-closed"));
  }

  @Test
  void everySignedUrlExtendsTheUpload() {
    var put = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");
    var multipart = MultipartTestFile.open(creator);
    makeUrlsExpired(put);
    makeUrlsExpired(multipart.id());

    creator.request().put("/api/uploads/{id}/url", put).then().statusCode(200);
    multipart.sign(1);

    for (var id : List.of(put, multipart.id())) {
      assertThat(
              count(
                  "select count(*) from upload where id = ?1 and expires_at > ?2", id, inAMinute()))
          .isEqualTo(1);
    }
  }

  /** A URL can't be revoked, so the one that lives longest counts. */
  @Test
  void noSignedUrlShortensTheUpload() {
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");
    var later = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
    QuarkusTransaction.requiringNew()
        .run(() -> Upload.update("expiresAt = ?1 where id = ?2", later, id));

    creator.request().put("/api/uploads/{id}/url", id).then().statusCode(200);

    assertThat(count("select count(*) from upload where id = ?1 and expires_at = ?2", id, later))
        .isEqualTo(1);
  }

  @Test
  void listsOpenUploadsToResume() {
    var id = creator.open("clip.mp4", "video/mp4", BYTES).getString("id");

    creator
        .request()
        .get("/api/uploads?status=OPEN")
        .then()
        .statusCode(200)
        .body("id", hasItem(id));
    ApiClient.as("creator2").request().get("/api/uploads").then().body("id", not(hasItem(id)));
    creator.request().get("/api/uploads?status=odd").then().statusCode(400);
  }

  @Test
  void listsMoreOpenUploadsThanAPage() {
    var account = ApiClient.as("creator2");
    var ids =
        Stream.generate(() -> account.open("clip.mp4", "video/mp4", BYTES).getString("id"))
            .limit(101)
            .toList();

    var first = account.request().get("/api/uploads").then().statusCode(200).extract();
    var next = LINK.matcher(first.header("Link"));
    assertThat(next.matches()).isTrue();
    var second =
        account.request().get("/api/uploads" + next.group(1)).then().statusCode(200).extract();

    assertThat(first.jsonPath().getList("id")).hasSize(100).doesNotContain(ids.get(0));
    assertThat(second.jsonPath().getList("id")).contains(ids.get(0)).doesNotContain(ids.get(1));
    assertThat(second.header("Link")).isNull();
    for (var after : List.of("nothing", creator.open("a.mp4", "video/mp4", BYTES).get("id"))) {
      account
          .request()
          .queryParam("after", after)
          .get("/api/uploads")
          .then()
          .statusCode(400)
          .body("detail", containsString("'after'"));
    }
    ids.forEach(id -> account.request().delete("/api/uploads/{id}", id).then().statusCode(204));
  }

  @Test
  void releasesTheQuotaOfAnAbortedUpload() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);
    var id = upload.getString("id");
    assertThat(count("select bytes from reservation where upload_id = ?1", id)).isEqualTo(1000);

    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);
    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);

    assertThat(count("select count(*) from reservation where upload_id = ?1", id)).isZero();
    assertThat(count("select count(*) from audit_entry where subject = ?1", id)).isEqualTo(2);
    creator.request().put("/api/uploads/{id}/completion", id).then().statusCode(409);
  }

  @Test
  void removesAnObjectThatArrivesAfterAnAbort() {
    var upload = creator.open("clip.mp4", "video/mp4", BYTES);
    var id = upload.getString("id");
    creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);

    // A URL can't be revoked: the store still accepts the bytes, and sends a notification.
    assertThat(SignedStoreRequest.of(upload).send(BYTES)).isEqualTo(200);

    var key = new ObjectKey(upload.getString("key"));
    Eventually.holds("the object is removed", () -> store.head(key).isEmpty());
    assertThat(count("select count(*) from video where upload_id = ?1", id)).isZero();
    Eventually.holds(
        "the removal is audited",
        () ->
            count(
                    "select count(*) from audit_entry where subject = ?1 and action ="
                        + " 'object.removed'",
                    id)
                == 1);
  }

  /** No notification helps here: it may have been processed just before the abort. */
  @Test
  void removesAnObjectThatArrivedJustBeforeTheAbort() {
    StoreEvents.pause();
    try {
      var id = creator.put("clip.mp4", BYTES);
      var key = new ObjectKey("videos/" + id + "/source");
      assertThat(store.head(key)).isPresent();

      creator.request().delete("/api/uploads/{id}", id).then().statusCode(204);

      assertThat(store.head(key)).isEmpty();
    } finally {
      StoreEvents.resume();
    }
  }

  @Test
  @Asvs("2.3.1")
  void rejectsAbortOfAStoredUpload() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");

    creator
        .request()
        .delete("/api/uploads/{id}", id)
        .then()
        .statusCode(409)
        .body("code", equalTo("upload-closed"));
    creator.request().get("/api/videos/{id}", id).then().statusCode(200);
  }

  private static void makeUrlsExpired(String id) {
    QuarkusTransaction.requiringNew()
        .run(() -> Upload.update("expiresAt = ?1 where id = ?2", Instant.now(), id));
  }

  private static Instant inAMinute() {
    return Instant.now().plus(Duration.ofMinutes(1));
  }

  private ValidatableResponse assertRejected(Object body, int status) {
    return creator
        .request()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/uploads")
        .then()
        .statusCode(status)
        .contentType("application/problem+json");
  }

  private long count(String sql, Object... parameters) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var query = entities.createNativeQuery(sql, Long.class);
              for (var i = 0; i < parameters.length; i++) {
                query.setParameter(i + 1, parameters[i]);
              }
              return (Long) query.getSingleResult();
            });
  }
}

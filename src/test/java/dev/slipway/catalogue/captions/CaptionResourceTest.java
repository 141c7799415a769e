package dev.slipway.catalogue.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.DerivedStore;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.SmallVideos;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class CaptionResourceTest {
  private static final String SUB_RIP = "1\n00:00:01,000 --> 00:00:02,000\n<i>Hallo</i> <x>Welt\n";
  private static final String WEB_VTT =
      "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<i>Hallo</i> Welt\n";

  @Inject DerivedStore store;
  @Inject AuditLog audit;
  @Inject EntityManager entities;

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient other = ApiClient.as("creator2");
  private final ApiClient anonymous = ApiClient.anonymous();

  @Test
  void convertsAndServesCaptions() {
    var id = uploadVideo("public");
    put(creator, id, "DE", "application/x-subrip", SUB_RIP)
        .statusCode(200)
        .body("language", equalTo("de"))
        .body("label", equalTo("Deutsch"))
        .body("byDefault", equalTo(false));
    var version = list(anonymous, id).body("items", hasSize(1)).extract().jsonPath();

    var answer =
        anonymous
            .request()
            .get(
                "/api/videos/{id}/captions/de?version={v}",
                id,
                version.getString("items[0].version"));
    answer
        .then()
        .statusCode(200)
        .contentType("text/vtt;charset=UTF-8")
        .header("X-Content-Type-Options", "nosniff")
        .body(equalTo(WEB_VTT));
    assertThat(answer.getHeaders().getValues("Cache-Control"))
        .containsExactly("private, max-age=31536000, immutable");
    assertThat(
            anonymous
                .request()
                .get("/api/videos/{id}/captions/de", id)
                .getHeaders()
                .getValues("Cache-Control"))
        .containsExactly("private, no-cache");
  }

  /** Who may see the video can change at any time. */
  @Test
  void asksEachTimeForCaptionsOfAPrivateVideo() {
    var id = uploadVideo("private");
    put(creator, id, "en", "text/vtt", WEB_VTT).statusCode(200);
    var version = list(creator, id).extract().jsonPath().getString("items[0].version");

    assertThat(cacheControl(creator, id, version)).containsExactly("private, no-cache");
  }

  @Test
  void letsNoBrowserKeepAnError() {
    var id = uploadVideo("public");
    put(creator, id, "en", "text/vtt", WEB_VTT).statusCode(200);
    var version = list(creator, id).extract().jsonPath().getString("items[0].version");
    objectsOf(id).forEach(store::remove);

    assertThat(cacheControl(anonymous, id, version)).containsExactly("no-store");
  }

  private static List<String> cacheControl(ApiClient client, String id, String version) {
    return client
        .request()
        .get("/api/videos/{id}/captions/en?version={v}", id, version)
        .getHeaders()
        .getValues("Cache-Control");
  }

  @Test
  void sendsUnchangedCaptionsOnce() {
    var id = uploadVideo("public");
    put(creator, id, "en", "text/vtt", WEB_VTT).statusCode(200);
    var path = "/api/videos/" + id + "/captions/en";
    var tag = anonymous.request().get(path).then().statusCode(200).extract().header("ETag");

    anonymous
        .request()
        .header("If-None-Match", tag)
        .get(path)
        .then()
        .statusCode(304)
        .header("Cache-Control", "private, no-cache");
    put(creator, id, "en", "text/vtt", WEB_VTT.replace("Welt", "World")).statusCode(200);
    anonymous
        .request()
        .header("If-None-Match", tag)
        .get(path)
        .then()
        .statusCode(200)
        .body(containsString("World"));
  }

  @Test
  void servesLongCaptionsToTheirEnd() {
    var id = uploadVideo("public");
    var line = "A line of a long film, for example. ".repeat(4).strip();
    var file = new StringBuilder("WEBVTT\n");
    for (var second = 0; second < 2_000; second++) {
      file.append(
              "\n00:%02d:%02d.000 --> 00:%1$02d:%2$02d.900\n".formatted(second / 60, second % 60))
          .append(line)
          .append('\n');
    }
    file.append("\n01:59:58.000 --> 01:59:59.000\nThe end\n");
    put(creator, id, "en", "text/vtt", file.toString()).statusCode(200);

    var served = anonymous.request().get("/api/videos/{id}/captions/en", id).asString();

    assertThat(file.length()).isGreaterThan(300_000);
    assertThat(served)
        .endsWith("\n01:59:58.000 --> 01:59:59.000\nThe end\n")
        .hasSize(file.length());
  }

  @Test
  void replacesAndDeletesCaptionsWithTheirObjects() {
    var id = uploadVideo("private");
    put(creator, id, "en?label=First", "text/vtt", WEB_VTT).statusCode(200);
    var first = objectsOf(id);
    put(creator, id, "en?label=Second", "text/vtt", WEB_VTT).statusCode(200);

    list(creator, id).body("items", hasSize(1)).body("items[0].label", equalTo("Second"));
    assertThat(objectsOf(id)).hasSize(1).doesNotContainAnyElementsOf(first);
    creator.request().delete("/api/videos/{id}/captions/en", id).then().statusCode(204);
    list(creator, id).body("items", hasSize(0));
    assertThat(objectsOf(id)).isEmpty();
    creator
        .request()
        .delete("/api/videos/{id}/captions/en", id)
        .then()
        .statusCode(404)
        .body("detail", containsString("no captions in this language"));
    assertThat(actionsOf(id)).contains("captions.added", "captions.replaced", "captions.deleted");
  }

  @Test
  void showsOneLanguageByDefault() {
    var id = uploadVideo("private");
    put(creator, id, "en?default=true", "text/vtt", WEB_VTT).statusCode(200);
    put(creator, id, "de?default=true", "text/vtt", WEB_VTT).statusCode(200);

    list(creator, id)
        .body("items.findAll { it.byDefault }.language", equalTo(List.of("de")))
        .body("items", hasSize(2));
  }

  @Test
  void refusesWhatItCannotRead() {
    var id = uploadVideo("private");

    put(creator, id, "en", "text/vtt", "WEBVTT\n\n1\nHello\n")
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("detail", containsString("Line 4: expected times"));
    put(creator, id, "en", "text/vtt", "").statusCode(400);
    put(creator, id, "en", "text/plain", WEB_VTT).statusCode(415);
    put(creator, id, "en?standard=true", "text/vtt", WEB_VTT).statusCode(400);
    put(creator, id, "en?default=perhaps", "text/vtt", WEB_VTT).statusCode(400);
    put(creator, id, "en?default=", "text/vtt", WEB_VTT).statusCode(400);
    put(creator, id, "en", "text/vtt", WEB_VTT + "\n".repeat(1024 * 1024)).statusCode(413);
    assertThat(objectsOf(id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"e", "de_DE", "x-klingon", "en-a", "-", "d%C3%A9", "123456789"})
  void refusesWhatIsNoLanguage(String language) {
    put(creator, uploadVideo("private"), language, "text/vtt", WEB_VTT)
        .statusCode(400)
        .body("detail", containsString("BCP 47"));
  }

  @Test
  void belongsToPeopleWhoMayManageTheVideo() {
    var id = uploadVideo("private");
    put(creator, id, "en", "text/vtt", WEB_VTT).statusCode(200);

    list(other, id, 404);
    list(anonymous, id, 401);
    other.request().get("/api/videos/{id}/captions/en", id).then().statusCode(404);
    put(other, id, "en", "text/vtt", WEB_VTT).statusCode(404);
    publish(id, "public");
    put(other, id, "en", "text/vtt", WEB_VTT).statusCode(403);
    other.request().delete("/api/videos/{id}/captions/en", id).then().statusCode(403);
    put(anonymous, id, "en", "text/vtt", WEB_VTT).statusCode(401);
    put(ApiClient.as("viewer"), id, "en", "text/vtt", WEB_VTT).statusCode(403);
    list(anonymous, id).body("items", hasSize(1));
  }

  @Test
  void limitsTheNumberOfLanguages() {
    var id = uploadVideo("private");
    for (var number = 0; number < CaptionWriter.MAX_LANGUAGES; number++) {
      put(creator, id, "en-x-n" + number, "text/vtt", WEB_VTT).statusCode(200);
    }

    put(creator, id, "de", "text/vtt", WEB_VTT)
        .statusCode(400)
        .body("detail", containsString("50 languages"));
    put(creator, id, "en-x-n1", "text/vtt", WEB_VTT).statusCode(200);
    assertThat(objectsOf(id)).hasSize(CaptionWriter.MAX_LANGUAGES);
  }

  @Test
  void limitsTheBytesOfAllLanguages() {
    var id = uploadVideo("private");
    var file = fileOf(CaptionWriter.MAX_BYTES / 11);
    for (var number = 0; number < 10; number++) {
      put(creator, id, "en-x-n" + number, "text/vtt", file).statusCode(200);
    }

    put(creator, id, "de", "text/vtt", fileOf(Captions.MAX_BYTES - 1_000))
        .statusCode(400)
        .body("detail", containsString("10 MiB in all. Delete those of another language first"));
    // What replaces captions counts instead of them.
    put(creator, id, "en-x-n1", "text/vtt", file).statusCode(200);
    put(creator, id, "de", "text/vtt", WEB_VTT).statusCode(200);
    assertThat(objectsOf(id)).hasSize(11);
  }

  @Test
  void refusesCaptionsOfARejectedVideo() {
    var id = uploadVideo("private");
    put(creator, id, "en", "text/vtt", WEB_VTT).statusCode(200);
    reject(id);

    put(creator, id, "de", "text/vtt", WEB_VTT)
        .statusCode(409)
        .body("code", equalTo("video-rejected"));
    creator.request().delete("/api/videos/{id}/captions/en", id).then().statusCode(204);
    assertThat(objectsOf(id)).isEmpty();
  }

  @Test
  void disappearsWithTheVideo() {
    var id = uploadVideo("private");
    put(creator, id, "en", "text/vtt", WEB_VTT).statusCode(200);
    creator.request().delete("/api/videos/{id}", id).then().statusCode(200);
    put(creator, id, "en", "text/vtt", WEB_VTT)
        .statusCode(409)
        .body("code", equalTo("video-in-trash"));
    assertThat(objectsOf(id)).hasSize(1);

    creator.request().delete("/api/videos/{id}?permanently=true", id).then().statusCode(204);

    // The schedule may remove them before the request does.
    Eventually.holds("the captions are removed", () -> objectsOf(id).isEmpty());
    Eventually.holds(
        "their rows are removed",
        () -> QuarkusTransaction.requiringNew().call(() -> CaptionTrack.count("videoId", id)) == 0);
  }

  /** Captions of almost this many bytes, as they are stored. */
  private static String fileOf(long bytes) {
    var line = "A line of a long film, for example. ".repeat(80).strip();
    var file = new StringBuilder(WEB_VTT);
    for (var second = 3; file.length() + line.length() + 100 < bytes; second++) {
      file.append(
              "\n00:%02d:%02d.000 --> 00:%1$02d:%2$02d.900\n".formatted(second / 60, second % 60))
          .append(line)
          .append('\n');
    }
    return file.toString();
  }

  private void reject(String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery(
                        "update video set status = 'REJECTED', rejection = 'NOT_A_VIDEO'"
                            + " where id = ?1")
                    .setParameter(1, id)
                    .executeUpdate());
  }

  private List<ObjectKey> objectsOf(String id) {
    return store.list(ObjectKey.derivedPrefix(new RandomId(id), CaptionTrack.FILE), null);
  }

  private List<String> actionsOf(String id) {
    return QuarkusTransaction.requiringNew()
        .call(() -> audit.historyOf(id).entries().stream().map(entry -> entry.action()).toList());
  }

  private static ValidatableResponse put(
      ApiClient client, String id, String languageAndQuery, String type, String body) {
    return client
        .request()
        .urlEncodingEnabled(false)
        .contentType(type)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .put("/api/videos/" + id + "/captions/" + languageAndQuery)
        .then();
  }

  private static ValidatableResponse list(ApiClient client, String id) {
    return list(client, id, 200);
  }

  private static ValidatableResponse list(ApiClient client, String id, int status) {
    return client.request().get("/api/videos/{id}/captions", id).then().statusCode(status);
  }

  private String uploadVideo(String visibility) {
    var id = creator.upload("clip.mp4", SmallVideos.next()).getString("id");
    publish(id, visibility);
    return id;
  }

  private void publish(String id, String visibility) {
    creator
        .request()
        .contentType("application/json")
        .body(Map.of("visibility", visibility))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
  }
}

package dev.slipway.audit;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.CustomSettingsProfile;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SettableClock;
import dev.slipway.web.problem.AccessRefused;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Refused access is recorded (ASVS 16.3.2). In the application without a profile, other tests use
 * up how many refusals of a network are recorded.
 */
@QuarkusTest
@TestProfile(CustomSettingsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class AccessDenialsTest {
  @Inject AuditLog log;
  @Inject RequestOrigin request;
  @Inject @Any Instance<HiddenObjects> hiddenObjects;

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient other = ApiClient.as("creator2");

  @Test
  @Asvs("16.3.2")
  void recordsAMissingRole() {
    var before = denials("/api/doctor").size();

    other.request().get("/api/doctor").then().statusCode(403);

    Eventually.holds("an entry", () -> denials("/api/doctor").size() == before + 1);
    assertThat(denials("/api/doctor").get(before))
        .extracting(AuditEntry::actor, AuditEntry::address)
        .containsExactly("creator2", "127.0.0.1");
    assertThat(denials("/api/doctor").get(before).detail()).startsWith("Role or scope missing");
    assertThat(denials("/api/doctor").get(before).traceId()).isNotNull();
  }

  @Test
  @Asvs("16.3.2")
  void recordsAMissingScope() {
    var admin = ApiClient.as("admin");
    String token =
        admin
            .request()
            .contentType("application/json")
            .body("{\"name\": \"limited\", \"scopes\": [\"videos:read\"]}")
            .post("/api/tokens")
            .path("token");
    var before = denials("/api/accounts").size();

    ApiClient.withToken(token).request().get("/api/accounts").then().statusCode(403);

    Eventually.holds("an entry", () -> denials("/api/accounts").size() == before + 1);
    assertThat(denials("/api/accounts").get(before).actor()).isEqualTo("admin");
  }

  @Test
  @Asvs("16.3.2")
  void recordsSomeoneElsesVideoAndUpload() {
    var video = upload().getString("id");
    var upload = creator.open("clip.mp4", "video/mp4", Mp4Header.bytes(64, 1)).getString("id");

    other.request().get("/api/videos/{id}", video).then().statusCode(404);
    other.request().get("/videos/{id}", video).then().statusCode(404);
    other.request().delete("/api/uploads/{id}", upload).then().statusCode(404);

    Eventually.holds("two entries", () -> denials(video).size() == 2);
    Eventually.holds("an entry", () -> denials(upload).size() == 1);
    assertThat(denials(video).get(0).detail()).startsWith("It belongs to someone else");
  }

  @Test
  void namesTheTypeOfTheObject() {
    var video = upload().getString("id");
    var upload = creator.open("clip.mp4", "video/mp4", Mp4Header.bytes(64, 1)).getString("id");
    String token = created("/api/tokens", "{\"name\": \"backup\"}");
    String webhook =
        created(
            "/api/webhooks",
            "{\"url\": \"https://hooks.example/a\", \"events\": [\"video.ready\"]}");

    other.request().get("/api/videos/{id}", video).then().statusCode(404);
    other.request().get("/api/uploads/{id}", upload).then().statusCode(404);
    other.request().get("/api/tokens/{id}", token).then().statusCode(404);
    other.request().get("/api/webhooks/{id}", webhook).then().statusCode(404);

    for (var object :
        Map.of(video, "video", upload, "upload", token, "token", webhook, "webhook").entrySet()) {
      Eventually.holds("an entry", () -> denials(object.getKey()).size() == 1);
      ApiClient.as("admin")
          .request()
          .queryParam("subject", object.getKey())
          .queryParam("action", "access.denied")
          .get("/api/audit")
          .then()
          .statusCode(200)
          .body("items.subjectType", equalTo(List.of(object.getValue())));
    }
  }

  private String created(String path, String body) {
    return creator
        .request()
        .contentType(JSON)
        .body(body)
        .post(path)
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  @Test
  void recordsAVideoInABulkChange() {
    var video = upload().getString("id");

    other
        .request()
        .contentType(JSON)
        .body("{\"ids\": [\"%s\"], \"deleted\": true}".formatted(video))
        .post("/api/videos/bulk");

    Eventually.holds("an entry", () -> denials(video).size() == 1);
  }

  /** Strangers must not be able to write into the history that the owner sees. */
  @Test
  void theTimelineOfTheVideoHasNoRefusals() {
    var video = upload().getString("id");
    other.request().get("/api/videos/{id}", video).then().statusCode(404);
    Eventually.holds("an entry", () -> denials(video).size() == 1);

    assertThat(log.historyOf(video).entries())
        .isNotEmpty()
        .extracting(AuditEntry::action)
        .doesNotContain("access.denied");
  }

  @Test
  void recordsNothingAboutWhatDoesNotExistOrMayBeSeen() {
    var unknown = "a".repeat(26);
    var shared = upload().getString("id");
    creator
        .request()
        .contentType(JSON)
        .body("{\"visibility\": \"public\"}")
        .patch("/api/videos/{id}", shared)
        .then()
        .statusCode(200);
    Eventually.holds(
        "the video is ready",
        () ->
            creator
                .request()
                .get("/api/videos/{id}", shared)
                .jsonPath()
                .get("status")
                .equals("READY"));
    var own = upload().getString("id");

    other.request().get("/api/videos/{id}", unknown).then().statusCode(404);
    other.request().get("/api/videos/{id}/captions/en", shared).then().statusCode(404);
    creator.request().get("/api/videos/{id}/captions/en", own).then().statusCode(404);
    ApiClient.as("admin").request().get("/api/videos/{id}/captions/en", own).then().statusCode(404);
    other.request().get("/api/videos/{id}", own).then().statusCode(404);

    // The last refusal is recorded after the others would have been.
    Eventually.holds("an entry", () -> denials(own).size() == 1);
    assertThat(denials(own).get(0).actor()).isEqualTo("creator2");
    assertThat(denials(unknown)).isEmpty();
    assertThat(denials(shared)).isEmpty();
  }

  @Test
  void oneNetworkCannotFillTheAuditLog() {
    var denials = new AccessDenials(log, request, hiddenObjects, new SettableClock());
    var path = "/api/flooded";

    for (var i = 0; i < 200; i++) {
      denials.record(new AccessRefused("creator2", path, false));
    }

    Eventually.holds("the burst is recorded", denials::isIdle);
    assertThat(denials(path)).hasSizeBetween(1, 30);
  }

  private JsonPath upload() {
    return creator.upload("clip.mp4", Mp4Header.bytes(64, 1));
  }

  private static List<AuditEntry> denials(String subject) {
    return AuditRows.of("access.denied", subject);
  }
}

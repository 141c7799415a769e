package dev.slipway.audit;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.lessThan;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Neither the audit log nor the log has a secret or the content of a file (ASVS 16.2.5). */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AuditSecretsTest {
  private static final String CAPTION = "WEBVTT\n\n00:00.000 --> 00:01.000\nwordsofacaption7391\n";

  @Inject EntityManager database;

  private final ApiClient creator = ApiClient.as("creator");
  private final List<String> secrets = new ArrayList<>();

  @Test
  void recordsNoSecrets() {
    long before = newestEntry();
    try (var log = CapturedLog.ofAll()) {
      var video = upload();
      logIn("creator", secret("wrong-password-1846"));
      logIn(secret("typed-into-the-name-9275"), "x");
      useTokens(video);
      share(video);
      signUrls(video);
      configureWebhook();
      writeCaptions(video);

      assertThat(secrets)
          .hasSizeGreaterThan(12)
          .allSatisfy(text -> assertThat(text).hasSizeGreaterThan(15));
      assertThat(actionsSince(before))
          .contains(
              "upload.opened",
              "login.failed",
              "token.created",
              "share.created",
              "share.refused",
              "share.opened",
              "deletion.signed",
              "webhook.created",
              "webhook.rotated",
              "captions.added");
      for (var text : secrets) {
        assertThat(rowsWith(text)).as("entries with " + text).isZero();
        assertThat(log.all()).as("the log").noneMatch(line -> line.contains(text));
      }
    }
  }

  private String upload() {
    var bytes = Mp4Header.bytes(64, 1);
    var upload = creator.open("clip.mp4", "video/mp4", bytes);
    addSignature(upload.getString("put.url"));
    var id = creator.upload("clip.mp4", bytes).getString("id");
    Eventually.holds("the video is ready", () -> statusOf(id).equals("READY"));
    return id;
  }

  private String statusOf(String video) {
    return creator.request().get("/api/videos/{id}", video).jsonPath().getString("status");
  }

  private void useTokens(String video) {
    var token = secret(post("/api/tokens", "{\"name\": \"n\"}", 201).getString("token"));
    bearer(token).get("/api/me").then().statusCode(200);
    bearer(token).get("/api/videos/{id}", "a".repeat(26)).then().statusCode(404);
    bearer(token).get("/api/doctor").then().statusCode(403);
    bearer(secret("an-unknown-token-5520")).get("/api/videos/{id}", video).then().statusCode(401);
  }

  private void share(String video) {
    var password = secret("password-of-a-link-4418");
    var link =
        post("/api/videos/" + video + "/shares", "{\"password\": \"" + password + "\"}", 201);
    var url = link.getString("url");
    var path = url.substring(url.indexOf("/share/"));
    secret(path.substring("/share/".length()));
    visit(path, secret("wrong-password-of-a-link-3304"));
    visit(path, password);
  }

  private static void visit(String path, String password) {
    given().redirects().follow(false).formParam("password", password).post(path);
  }

  private void signUrls(String video) {
    for (var operation : List.of("download", "delete")) {
      var body = "{\"operation\": \"" + operation + "\"}";
      addSignature(post("/api/videos/" + video + "/urls", body, 201).getString("url"));
    }
  }

  private void configureWebhook() {
    var body =
        "{\"url\": \"https://receiver.invalid/%s?key=%s\", \"events\": [\"video.ready\"]}"
            .formatted(secret("path-of-a-webhook-6617"), secret("query-of-a-webhook-1029"));
    var webhook = post("/api/webhooks", body, 201);
    secret(webhook.getString("secret"));
    var path = "/api/webhooks/" + webhook.getString("id");
    secret(post(path + "/secret", "{}", 200).getString("secret"));
    creator.request().delete(path);
  }

  private void writeCaptions(String video) {
    secret("wordsofacaption7391");
    creator
        .request()
        .contentType("text/vtt")
        .body(CAPTION)
        .put("/api/videos/{id}/captions/en", video)
        .then()
        .statusCode(lessThan(300));
  }

  private JsonPath post(String path, String body, int status) {
    return creator
        .request()
        .contentType(JSON)
        .body(body)
        .post(path)
        .then()
        .statusCode(status)
        .extract()
        .jsonPath();
  }

  private static RequestSpecification bearer(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  private static Response logIn(String name, String password) {
    return given()
        .redirects()
        .follow(false)
        .formParams(Map.of("username", name, "password", password))
        .post("/login");
  }

  private void addSignature(String url) {
    var name = "X-Amz-Signature=";
    secret(url.substring(url.indexOf(name) + name.length()).split("&")[0]);
  }

  private String secret(String text) {
    secrets.add(text);
    return text;
  }

  private long newestEntry() {
    return query("select coalesce(max(id), 0) from audit_entry", Long.class).get(0);
  }

  private List<String> actionsSince(long id) {
    return query("select distinct action from audit_entry where id > " + id, String.class);
  }

  private long rowsWith(String text) {
    var sql = "select count(*) from audit_entry e where position('%s' in e::text) > 0";
    return query(sql.formatted(text), Long.class).get(0);
  }

  @SuppressWarnings("unchecked")
  private <T> List<T> query(String sql, Class<T> type) {
    return QuarkusTransaction.requiringNew()
        .call(() -> database.createNativeQuery(sql, type).getResultList());
  }
}

package dev.slipway.account.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that may do less than their account. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class TokenScopesTest {
  private static final ApiClient CREATOR = ApiClient.as("creator");
  private static final ApiClient ADMIN = ApiClient.as("admin");

  @Inject AuditLog audit;

  @BeforeEach
  void deleteTokens() {
    QuarkusTransaction.requiringNew().run(() -> ApiToken.deleteAll());
  }

  @Test
  void aTokenForUploadsOnlyUploads() {
    var token = tokenOf(CREATOR, "uploads:write");

    with(token)
        .contentType(ContentType.JSON)
        .body(Map.of("fileName", "a.mp4", "contentType", "video/mp4", "size", 3))
        .post("/api/uploads")
        .then()
        .statusCode(201);
    with(token).get("/api/me").then().statusCode(200).body("name", equalTo("creator"));
    assertRefused(with(token).get("/api/videos"), "videos:read");
    assertRefused(with(token).delete("/api/videos/a"), "videos:write");
    assertRefused(with(token).get("/api/webhooks"), "webhooks");
    assertRefused(with(token).get("/api/lab/attacks"), "lab");
    assertRefused(with(token).get("/api/changes"), "videos:read");
  }

  @Test
  void aTokenForReadingCannotSignAUrlThatDeletes() {
    var id = CREATOR.upload("scopes.mp4", new byte[1200]).getString("id");
    var token = tokenOf(CREATOR, "videos:read");
    var other = tokenOf(CREATOR, "videos:write");

    with(token).get("/api/videos/" + id).then().statusCode(200);
    assertRefused(sign(token, id, "delete"), "videos:write");
    assertRefused(sign(other, id, "download"), "videos:read");
    sign(tokenOf(CREATOR, "videos:read", "videos:write"), id, "delete").then().statusCode(201);
  }

  /** Whatever the address looks like, the endpoint that it leads to decides. */
  @Test
  void otherWaysToWriteTheAddressDoNotHelp() {
    var token = tokenOf(CREATOR, "uploads:write");

    for (var path : List.of("/api/%76ideos", "/api/videos/", "/api//videos", "/api/videos;a=b")) {
      assertThat(with(token).urlEncodingEnabled(false).get(path).statusCode())
          .as(path)
          .isIn(400, 403, 404);
    }
    for (var path : List.of("/api%2Fme", "/api%2fvideos", "/api%2Faccounts/creator")) {
      var anonymous = given().urlEncodingEnabled(false);
      with(token)
          .urlEncodingEnabled(false)
          .get(path)
          .then()
          .statusCode(404)
          .body("code", equalTo("not-found"));
      anonymous.get(path).then().statusCode(401);
      with("slipway_unknown").urlEncodingEnabled(false).get(path).then().statusCode(401);
    }
    with(token)
        .header("X-HTTP-Method-Override", "GET")
        .delete("/api/videos/a")
        .then()
        .statusCode(403);
  }

  @Test
  void aScopeGivesNoRole() {
    var token = tokenOf(ADMIN, "admin");
    with(token).get("/api/notifications").then().statusCode(200);
    assertRefused(with(token).get("/api/videos"), "videos:read");

    create(CREATOR, List.of("admin"))
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("detail", containsString("Only administrators"));
    with(tokenOf(CREATOR)).get("/api/notifications").then().statusCode(403);
  }

  @Test
  void rejectsScopesThatDoNotExist() {
    create(CREATOR, List.of("videos:delete"))
        .then()
        .statusCode(400)
        .body("detail", containsString("Unknown scope 'videos:delete'. Use: uploads:write, "));
    create(CREATOR, List.of()).then().statusCode(400).body("detail", containsString("empty"));
  }

  @Test
  void tokensWithoutScopesMayDoWhatTheirAccountMay() {
    var token = tokenOf(CREATOR);

    with(token).get("/api/videos").then().statusCode(200);
    with(token).get("/api/webhooks").then().statusCode(200);
    CREATOR.request().get("/api/tokens").then().body("[0].scopes", nullValue());
  }

  @Test
  void listsAndAuditsTheScopes() {
    var created = create(CREATOR, List.of("videos:read", "uploads:write")).jsonPath();

    assertThat(created.getList("scopes")).isEqualTo(List.of("uploads:write", "videos:read"));
    CREATOR
        .request()
        .get("/api/tokens")
        .then()
        .body("[0].scopes", equalTo(List.of("uploads:write", "videos:read")));
    assertThat(
            QuarkusTransaction.requiringNew()
                .call(() -> audit.historyOf(created.getString("id")).entries()))
        .extracting(AuditEntry::detail)
        .containsExactly("test; limited to uploads:write videos:read");
    CREATOR.request().get("/tokens").then().body(containsString("<code>videos:read</code>"));
  }

  @Test
  void pageCreatesALimitedToken() {
    CREATOR
        .request()
        .formParam("name", "by form")
        .formParam("access", "limited")
        .formParam("scope", "videos:read", "uploads:write")
        .post("/tokens")
        .then()
        .statusCode(200);
    CREATOR
        .request()
        .formParam("name", "by form")
        .formParam("access", "limited")
        .post("/tokens")
        .then()
        .statusCode(400)
        .body(
            containsString("Choose at least one scope"),
            containsString("value=\"limited\" checked"));

    CREATOR
        .request()
        .get("/api/tokens")
        .then()
        .body("scopes", equalTo(List.of(List.of("uploads:write", "videos:read"))));
  }

  private static Response sign(String token, String id, String operation) {
    return with(token)
        .contentType(ContentType.JSON)
        .body(Map.of("operation", operation))
        .post("/api/videos/{id}/urls", id);
  }

  private static void assertRefused(Response response, String scope) {
    response
        .then()
        .statusCode(403)
        .header(
            "WWW-Authenticate",
            equalTo("Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(scope)))
        .body("code", equalTo("insufficient-scope"))
        .body("detail", containsString("'" + scope + "'"));
  }

  private static RequestSpecification with(String token) {
    return given().redirects().follow(false).auth().oauth2(token);
  }

  /**
   * @param scopes none for a token that isn't limited
   */
  private static String tokenOf(ApiClient account, String... scopes) {
    return create(account, scopes.length == 0 ? null : List.of(scopes)).jsonPath().get("token");
  }

  private static Response create(ApiClient account, List<String> scopes) {
    return account
        .request()
        .contentType(ContentType.JSON)
        .body(scopes == null ? Map.of("name", "test") : Map.of("name", "test", "scopes", scopes))
        .post("/api/tokens");
  }
}

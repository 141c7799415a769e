package dev.slipway.account.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class TokenResourceTest {
  private static final ApiClient CREATOR = ApiClient.as("creator");

  @Inject AuditLog audit;
  @Inject ApiTokens tokens;

  @BeforeEach
  void deleteTokens() {
    QuarkusTransaction.requiringNew().run(() -> ApiToken.deleteAll());
  }

  @Test
  void tokenAuthenticatesAnUpload() {
    var token = created("nightly", null);

    given()
        .auth()
        .oauth2(token.getString("token"))
        .contentType(ContentType.JSON)
        .body(Map.of("fileName", "a.mp4", "contentType", "video/mp4", "size", 3))
        .post("/api/uploads")
        .then()
        .statusCode(201);

    getMeWith(token).then().statusCode(200).body("name", equalTo("creator"));
  }

  @Test
  @Asvs({"7.2.3", "11.5.1"})
  void returnsTheSecretOnlyOnCreation() {
    var token = created("nightly", 3600L);

    assertThat(token.getString("token")).matches("slipway_[A-Za-z0-9_-]{43}");
    var created = Instant.parse(token.getString("createdAt"));
    assertThat(Instant.parse(token.getString("expiresAt")))
        .isEqualTo(created.plus(Duration.ofHours(1)));
    CREATOR
        .request()
        .get("/api/tokens/" + token.getString("id"))
        .then()
        .body("name", equalTo("nightly"))
        .body("token", nullValue());
    CREATOR.request().get("/api/tokens").then().body("id", hasItem(token.getString("id")));
  }

  @Test
  @Asvs("16.3.1")
  void rejectsARevokedTokenAndAuditsTheRevocation() {
    var token = created("leaked", null);
    var id = token.getString("id");

    CREATOR.request().delete("/api/tokens/" + id).then().statusCode(204);

    assertRejected(getMeWith(token));
    CREATOR.request().delete("/api/tokens/" + id).then().statusCode(404);
    assertThat(QuarkusTransaction.requiringNew().call(() -> audit.historyOf(id).entries()))
        .extracting(AuditEntry::action, AuditEntry::address)
        .containsExactly(tuple("token.created", "127.0.0.1"), tuple("token.revoked", "127.0.0.1"));
  }

  @Test
  void rejectsAnExpiredTokenAndStillListsIt() {
    var token = created("short", null);
    var past = Instant.now().minusSeconds(1);

    QuarkusTransaction.requiringNew()
        .run(() -> ApiToken.update("createdAt = ?1, expiresAt = ?2", past.minusSeconds(9), past));

    assertRejected(getMeWith(token));
    assertRejected(getMeWith(token));
    CREATOR.request().get("/api/tokens").then().body("expired", equalTo(List.of(true)));
    var id = token.getString("id");
    assertThat(QuarkusTransaction.requiringNew().call(() -> audit.historyOf(id).entries()))
        .extracting(AuditEntry::actor, AuditEntry::action, AuditEntry::address)
        .containsExactly(
            tuple("creator", "token.created", "127.0.0.1"),
            tuple("creator", "token.refused", "127.0.0.1"));
  }

  @Test
  void keepsAnExpiredTokenFor30Days() {
    created("old", null);

    deleteExpired(Duration.ofDays(30).minusMinutes(1));
    CREATOR.request().get("/api/tokens").then().body("name", equalTo(List.of("old")));
    deleteExpired(Duration.ofDays(30));
    CREATOR.request().get("/api/tokens").then().body("name", equalTo(List.of()));
  }

  private void deleteExpired(Duration afterExpiry) {
    var expiry = Instant.now().minus(afterExpiry);
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                ApiToken.update("createdAt = ?1, expiresAt = ?2", expiry.minusSeconds(9), expiry));
    tokens.deleteExpired();
  }

  @Test
  void rejectsUnknownTokensEvenWherePublicAccessIsAllowed() {
    for (var token : List.of("unknown", "slipway_unknown", "")) {
      assertRejected(given().header("Authorization", "Bearer " + token).get("/api/videos"));
      assertRejected(given().header("Authorization", "bearer " + token).get("/api/videos"));
    }
    given().get("/api/videos").then().statusCode(200);
    // A valid session cookie doesn't make up for an invalid token.
    assertRejected(CREATOR.request().header("Authorization", "Bearer unknown").get("/api/me"));
  }

  @Test
  void tokenTakesPrecedenceOverACookie() {
    var token = created("of the creator", null);

    ApiClient.as("creator2")
        .request()
        .header("Authorization", "Bearer " + token.getString("token"))
        .get("/api/me")
        .then()
        .body("name", equalTo("creator"));
  }

  @Test
  void tokenCannotManageTokens() {
    var token = created("leaked", null);
    var path = "/api/tokens/" + token.getString("id");

    for (var answer :
        List.of(
            requestWith(token).get("/api/tokens"),
            requestWith(token).get(path),
            requestWith(token).delete(path),
            requestWith(token)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"n\"}")
                .post("/api/tokens"))) {
      answer.then().statusCode(403).body("code", equalTo("forbidden"));
    }
    requestWith(token).redirects().follow(false).get("/tokens").then().statusCode(303);
  }

  @Test
  @Asvs("8.2.2")
  void hidesTokensFromOtherAccounts() {
    var path = "/api/tokens/" + created("mine", null).getString("id");

    for (var stranger : List.of(ApiClient.as("creator2"), ApiClient.as("admin"))) {
      stranger.request().get(path).then().statusCode(404);
      stranger.request().delete(path).then().statusCode(404);
      stranger.request().get("/api/tokens").then().body("name", not(hasItem("mine")));
    }
    ApiClient.as("viewer").request().get("/api/tokens").then().statusCode(403);
    ApiClient.anonymous().request().get("/api/tokens").then().statusCode(401);
  }

  @Test
  void recordsTheLastUseOncePerMinute() {
    var token = created("watched", null);
    var path = "/api/tokens/" + token.getString("id");
    CREATOR.request().get(path).then().body("lastUsedAt", nullValue());

    getMeWith(token);
    var first = CREATOR.request().get(path).then().body("lastUsedAt", notNullValue());

    getMeWith(token);
    var used = first.extract().jsonPath().getString("lastUsedAt");
    CREATOR.request().get(path).then().body("lastUsedAt", equalTo(used));
  }

  @Test
  void rejectsInvalidNamesLifetimesAndTooManyTokens() {
    for (var lifetime : List.of(0L, -1L, Duration.ofDays(366).toSeconds(), Long.MAX_VALUE)) {
      create("n", lifetime).then().statusCode(400).body("code", equalTo("invalid-request"));
    }
    create(" ", null).then().statusCode(400).body("detail", matchesPattern(".*'name'.*"));
    CREATOR.request().contentType(ContentType.JSON).post("/api/tokens").then().statusCode(400);

    for (var i = 0; i < 100; i++) {
      created("token " + i, null);
    }
    create("one too many", null).then().statusCode(409).body("code", equalTo("quota-exceeded"));
  }

  private static JsonPath created(String name, Long lifetime) {
    return create(name, lifetime).then().statusCode(201).extract().jsonPath();
  }

  private static Response create(String name, Long lifetime) {
    Map<String, Object> body = new HashMap<>(Map.of("name", name));
    if (lifetime != null) {
      body.put("expiresIn", lifetime);
    }
    return CREATOR.request().contentType(ContentType.JSON).body(body).post("/api/tokens");
  }

  private static RequestSpecification requestWith(JsonPath token) {
    return given().auth().oauth2(token.getString("token"));
  }

  private static Response getMeWith(JsonPath token) {
    return requestWith(token).get("/api/me");
  }

  private static void assertRejected(Response answer) {
    answer
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
        .body("code", equalTo("unauthenticated"));
  }
}

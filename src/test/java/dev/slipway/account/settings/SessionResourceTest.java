package dev.slipway.account.settings;

import static dev.slipway.testing.TestAccount.requestWith;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.TestAccount;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An account sees its sessions and ends them (ASVS 7.4.5, 7.5.2). */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SessionResourceTest {
  private static final String FIREFOX =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  private static final String SAFARI =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18 Safari/605";

  private TestAccount account;
  private Map<String, String> own;
  private Map<String, String> other;

  @BeforeEach
  void logIn() {
    account = TestAccount.creator();
    own = account.logIn(FIREFOX);
    other = account.logIn(SAFARI + "x".repeat(300));
  }

  @Test
  @Asvs("7.5.2")
  void listsTheSessionsOfTheAccountOnly() {
    TestAccount.creator().logIn(FIREFOX);

    requestWith(own)
        .get("/api/me/sessions")
        .then()
        .statusCode(200)
        .body("size()", equalTo(2))
        .body("device", equalTo(List.of("Firefox on Linux", "Safari on macOS")))
        .body("current", equalTo(List.of(true, false)))
        .body("method", equalTo(List.of("password", "password")))
        .body("address", equalTo(List.of("127.0.0.1", "127.0.0.1")))
        .body("[1].userAgent.length()", equalTo(255));
  }

  @Test
  @Asvs("7.5.2")
  void endsOneSession() {
    delete(idOf(1)).then().statusCode(204);

    assertThat(statusOf(other)).isEqualTo(401);
    assertThat(statusOf(own)).isEqualTo(200);
  }

  @Test
  void endsAllOthers() {
    var third = account.logIn(FIREFOX);

    requestWith(own).delete("/api/me/sessions").then().statusCode(204);

    assertThat(statusOf(other)).isEqualTo(401);
    assertThat(statusOf(third)).isEqualTo(401);
    assertThat(statusOf(own)).isEqualTo(200);
  }

  @Test
  void findsNoSessionsOfOthers() {
    var id = idOf(0);
    var stranger = TestAccount.creator().logIn(FIREFOX);

    for (var unknown : List.of(id, "a".repeat(26), "x")) {
      requestWith(stranger)
          .delete("/api/me/sessions/{id}", unknown)
          .then()
          .statusCode(404)
          .body("code", equalTo("not-found"));
      requestWith(stranger)
          .post("/account/sessions/{id}/termination", unknown)
          .then()
          .statusCode(404);
    }
    assertThat(statusOf(own)).isEqualTo(200);
  }

  @Test
  void refusesTokens() {
    String token =
        requestWith(own)
            .contentType(ContentType.JSON)
            .body(Map.of("name", "thief"))
            .post("/api/tokens")
            .then()
            .extract()
            .path("token");
    var thief = given().auth().oauth2(token);

    thief.get("/api/me/sessions").then().statusCode(403);
    given().auth().oauth2(token).delete("/api/me/sessions").then().statusCode(403);
    given().auth().oauth2(token).delete("/api/me/sessions/{id}", idOf(1)).then().statusCode(403);
    assertThat(statusOf(other)).isEqualTo(200);
  }

  @Test
  void pageEndsASessionAndAllOthers() {
    var third = account.logIn(FIREFOX);
    requestWith(own)
        .get("/account")
        .then()
        .statusCode(200)
        .body(containsString("Safari on macOS"))
        .body(containsString("This session"));

    requestWith(own).post("/account/sessions/{id}/termination", idOf(1)).then().statusCode(303);
    requestWith(own).post("/account/sessions/termination").then().statusCode(303);

    assertThat(statusOf(other)).isEqualTo(401);
    assertThat(statusOf(third)).isEqualTo(401);
    requestWith(own)
        .get("/account?done=sessions")
        .then()
        .body(containsString("All other sessions have ended."))
        .body(not(containsString("Safari on macOS")));
  }

  @Test
  @Asvs("14.3.1")
  void endingTheOwnSessionIsALogout() {
    requestWith(own)
        .post("/account/sessions/{id}/termination", idOf(0))
        .then()
        .statusCode(303)
        .header("Location", endsWith("/login"))
        .header("Clear-Site-Data", "\"cache\", \"storage\"");
    assertThat(statusOf(own)).isEqualTo(401);
  }

  @Test
  void strangersAreAskedToLogIn() {
    given().get("/api/me/sessions").then().statusCode(401);
    requestWith(Map.of())
        .get("/account")
        .then()
        .statusCode(303)
        .header("Location", containsString("/login?return=%2Faccount"));
  }

  private Response delete(String id) {
    return requestWith(own).delete("/api/me/sessions/{id}", id);
  }

  private String idOf(int index) {
    return requestWith(own)
        .get("/api/me/sessions")
        .jsonPath()
        .getString("[%d].id".formatted(index));
  }

  private static int statusOf(Map<String, String> cookies) {
    return requestWith(cookies).get("/api/me").statusCode();
  }
}

package dev.slipway.account.settings;

import static dev.slipway.testing.TestAccount.PASSWORD;
import static dev.slipway.testing.TestAccount.requestWith;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.account.Account;
import dev.slipway.audit.AuditEntry;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.RandomSshKey;
import dev.slipway.testing.TestAccount;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An account changes its password, by the API and by the form (ASVS 6.2.2, 6.2.3). */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class PasswordResourceTest {
  private static final String OTHER_PASSWORD = "a copper violin";

  private TestAccount account;
  private Map<String, String> session;

  @BeforeEach
  void logIn() {
    account = TestAccount.creator();
    session = account.logIn("Firefox/140.0 (Linux)");
  }

  @Test
  @Asvs({"6.2.2", "7.4.3"})
  void changesThePasswordAndEndsOtherSessions() {
    var other = account.logIn("Chrome/138 (Windows)");

    var response = change(PASSWORD, OTHER_PASSWORD, null);

    response.then().statusCode(204);
    assertThat(statusOf(other)).as("another browser").isEqualTo(401);
    assertThat(statusOf(session)).as("the former token of the session").isEqualTo(401);
    assertThat(statusOf(response.cookies())).as("its new token").isEqualTo(200);
    account.tryToLogIn(PASSWORD, "x").then().statusCode(401);
    account.tryToLogIn(OTHER_PASSWORD, "x").then().statusCode(303);
    assertThat(entries())
        .contains(
            tuple("login.ended", "the password was changed"),
            tuple("password.changed", "other sessions ended: 1, API tokens revoked: 0"));
  }

  @Test
  void revokesTokensOnRequest() {
    var kept = token("kept");
    var cookies = change(PASSWORD, OTHER_PASSWORD, false).cookies();
    assertThat(statusOf(kept)).isEqualTo(200);

    var response =
        requestWith(cookies)
            .contentType(ContentType.JSON)
            .body(
                Map.of(
                    "currentPassword",
                    OTHER_PASSWORD,
                    "newPassword",
                    PASSWORD,
                    "revokeTokens",
                    true))
            .put("/api/me/password");

    response.then().statusCode(204);
    assertThat(statusOf(kept)).isEqualTo(401);
    assertThat(entries())
        .contains(
            tuple("token.revoked", "kept"),
            tuple("password.changed", "other sessions ended: 0, API tokens revoked: 1"));
  }

  @Test
  @Asvs({"6.2.3", "7.5.1"})
  void refusesAWrongPassword() {
    try (var log = CapturedLog.of("dev.slipway")) {
      change("wrong password", OTHER_PASSWORD, null)
          .then()
          .statusCode(400)
          .body("code", equalTo("password-wrong"));
      assertThat(log.all()).noneMatch(line -> line.contains("wrong password"));
    }
    assertThat(statusOf(session)).isEqualTo(200);
    assertThat(entries()).contains(tuple("password.refused", "wrong current password"));
    account.tryToLogIn(PASSWORD, "x").then().statusCode(303);
  }

  @Test
  void limitsGuessesOfTheCurrentPassword() {
    for (var i = 0; i < 10; i++) {
      change("wrong" + i, OTHER_PASSWORD, null).then().statusCode(400);
    }

    change(PASSWORD, OTHER_PASSWORD, null)
        .then()
        .statusCode(429)
        .header("Retry-After", notNullValue())
        .body("code", equalTo("too-many-requests"));
    sendForm(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD)
        .then()
        .statusCode(429)
        .header("Retry-After", notNullValue())
        .body(containsString("Wait a minute"));
  }

  @Test
  void refusesANewPasswordThatBreaksARule() {
    for (var password : List.of("short", "password1", account.name(), PASSWORD)) {
      change(PASSWORD, password, null)
          .then()
          .statusCode(400)
          .body("code", equalTo("password-refused"));
    }
    assertThat(statusOf(session)).isEqualTo(200);
  }

  @Test
  void requiresBothPasswords() {
    for (var body : List.of("{}", "{\"currentPassword\": \"x\"}", "{\"newPassword\": \"x\"}")) {
      requestWith(session)
          .contentType(ContentType.JSON)
          .body(body)
          .put("/api/me/password")
          .then()
          .statusCode(400)
          .body("code", equalTo("invalid-request"));
    }
  }

  @Test
  void refusesTokens() {
    given()
        .auth()
        .oauth2(token("thief"))
        .contentType(ContentType.JSON)
        .body(Map.of("currentPassword", PASSWORD, "newPassword", OTHER_PASSWORD))
        .put("/api/me/password")
        .then()
        .statusCode(403)
        .body("code", equalTo("forbidden"));
  }

  @Test
  void passwordsOfDemoAccountsCannotBeChanged() {
    var demo = ApiClient.as("creator2");
    demo.request()
        .contentType(ContentType.JSON)
        .body(Map.of("currentPassword", "creator2-demo", "newPassword", OTHER_PASSWORD))
        .put("/api/me/password")
        .then()
        .statusCode(409)
        .body("code", equalTo("password-unchangeable"));
    demo.request()
        .get("/account")
        .then()
        .statusCode(200)
        .body(containsString("Its password is published and can’t be changed."));
  }

  /** As when the account was linked to another system, and never had a password. */
  @Test
  void saysThatAnAccountWithoutAPasswordHasNoneToChange() {
    QuarkusTransaction.requiringNew()
        .run(() -> Account.update("passwordHash = null where name = ?1", account.name()));

    requestWith(session)
        .get("/account")
        .then()
        .statusCode(200)
        .body(containsString("there is no password to change here"))
        .body(not(containsString("demo account")));
  }

  @Test
  void formMarksTheFieldThatIsWrong() {
    assertMarked(sendForm("wrong", OTHER_PASSWORD, OTHER_PASSWORD), "current");
    assertMarked(sendForm(PASSWORD, "password1", "password1"), "new");
    assertMarked(sendForm(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD + "x"), "repeated");
    account.tryToLogIn(PASSWORD, "x").then().statusCode(303);
  }

  @Test
  void formChangesThePassword() {
    var response = sendForm(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD);

    response.then().statusCode(303);
    requestWith(response.cookies())
        .get("/account?done=password")
        .then()
        .statusCode(200)
        .body(containsString("Password changed."));
    account.tryToLogIn(OTHER_PASSWORD, "x").then().statusCode(303);
  }

  /** A person who knew the former password may have made a token or added a key. */
  @Test
  void tellsWhatStillActsForTheAccountAndRevokesAllOfIt() {
    requestWith(session).get("/account").then().body(not(containsString("Revoke all")));
    var token = token("backup");
    requestWith(session)
        .contentType(ContentType.JSON)
        .body(Map.of("publicKey", RandomSshKey.text(), "name", "studio"))
        .post("/api/me/ssh-keys")
        .then()
        .statusCode(201);
    var cookies = sendForm(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD).cookies();

    requestWith(cookies)
        .get("/account?done=password")
        .then()
        .body(containsString("1 API token and 1 SSH key can still act for you"))
        .body(containsString("Yes, revoke all tokens and keys"));
    assertThat(statusOf(token)).isEqualTo(200);
    requestWith(cookies)
        .post("/account/access/revocation")
        .then()
        .statusCode(303)
        .header("Location", endsWith("/account?done=access"));

    assertThat(statusOf(token)).isEqualTo(401);
    requestWith(cookies).get("/api/me/ssh-keys").then().body("size()", equalTo(0));
    requestWith(cookies)
        .get("/account?done=access")
        .then()
        .body(containsString("All API tokens and SSH keys revoked."))
        .body(not(containsString("Revoke all")));
    assertThat(entries())
        .extracting(entry -> entry.toList().get(0))
        .contains("token.revoked", "key.removed");
  }

  @Test
  void theApiRevokesAllTokensAndAllKeys() {
    var tokens = List.of(token("one"), token("two"));
    for (var name : List.of("one", "two")) {
      requestWith(session)
          .contentType(ContentType.JSON)
          .body(Map.of("publicKey", RandomSshKey.text(), "name", name))
          .post("/api/me/ssh-keys")
          .then()
          .statusCode(201);
    }
    given().auth().oauth2(tokens.get(0)).delete("/api/tokens").then().statusCode(403);
    given().auth().oauth2(tokens.get(0)).delete("/api/me/ssh-keys").then().statusCode(403);

    requestWith(session).delete("/api/tokens").then().statusCode(204);
    requestWith(session).get("/api/me/ssh-keys").then().body("size()", equalTo(2));
    requestWith(session).delete("/api/me/ssh-keys").then().statusCode(204);

    assertThat(tokens).allMatch(token -> statusOf(token) == 401);
    requestWith(session).get("/api/me/ssh-keys").then().body("size()", equalTo(0));
    assertThat(entries())
        .contains(tuple("token.revoked", "one"), tuple("token.revoked", "two"))
        .filteredOn(entry -> entry.toList().get(0).equals("key.removed"))
        .hasSize(2);
  }

  private static void assertMarked(Response response, String field) {
    response.then().statusCode(400).contentType("text/html");
    assertThat(response.asString())
        .containsPattern(
            "id=\"" + field + "\"[^>]*password-error\" aria-invalid=\"true\" autofocus")
        .doesNotContain(OTHER_PASSWORD)
        .doesNotContain("value=\"" + PASSWORD);
  }

  private Response sendForm(String current, String chosen, String repeated) {
    return requestWith(session)
        .formParam("current", current)
        .formParam("new", chosen)
        .formParam("repeated", repeated)
        .post("/account/password");
  }

  private Response change(String current, String chosen, Boolean revokeTokens) {
    Map<String, Object> body = new HashMap<>();
    body.put("currentPassword", current);
    body.put("newPassword", chosen);
    body.put("revokeTokens", revokeTokens);
    return requestWith(session).contentType(ContentType.JSON).body(body).put("/api/me/password");
  }

  private String token(String name) {
    return requestWith(session)
        .contentType(ContentType.JSON)
        .body(Map.of("name", name))
        .post("/api/tokens")
        .then()
        .statusCode(201)
        .extract()
        .path("token");
  }

  private static int statusOf(String token) {
    return given().auth().oauth2(token).get("/api/me").statusCode();
  }

  private static int statusOf(Map<String, String> cookies) {
    return requestWith(cookies).get("/api/me").statusCode();
  }

  private List<Tuple> entries() {
    return QuarkusTransaction.requiringNew()
        .call(() -> AuditEntry.<AuditEntry>list("actor = ?1 order by id", account.name()))
        .stream()
        .map(entry -> tuple(entry.action(), entry.detail()))
        .toList();
  }
}

package dev.slipway.account.ssh;

import static dev.slipway.testing.TestAccount.requestWith;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.RandomSshKey;
import dev.slipway.testing.TestAccount;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class SshKeyResourceTest {
  private static final String PRIVATE_KEY =
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5v";

  @Inject AuditLog audit;
  @Inject SshKeys keys;

  private TestAccount account;
  private Map<String, String> session;

  @BeforeEach
  void logIn() {
    account = TestAccount.creator();
    session = account.logIn("Firefox/140.0 (Linux)");
  }

  @BeforeEach
  void deleteKeys() {
    QuarkusTransaction.requiringNew().run(() -> SshKey.deleteAll());
  }

  @Test
  void addsListsAndRemovesAKey() {
    var key = RandomSshKey.text() + " mona@studio";
    var added = add(null, key);
    added.then().statusCode(201).body("name", equalTo("mona@studio"));
    String id = added.path("id");
    String fingerprint = added.path("fingerprint");

    requestWith(session)
        .get("/api/me/ssh-keys")
        .then()
        .statusCode(200)
        .body("size()", equalTo(1))
        .body("[0].fingerprint", equalTo(fingerprint))
        .body("[0].type", equalTo("ssh-ed25519"))
        .body("[0].publicKey", equalTo(key.replace(" mona@studio", "")))
        .body("[0].lastUsedAt", nullValue());
    requestWith(session).delete("/api/me/ssh-keys/{id}", id).then().statusCode(204);

    requestWith(session).get("/api/me/ssh-keys").then().body("size()", equalTo(0));
    requestWith(session).delete("/api/me/ssh-keys/{id}", id).then().statusCode(404);
    assertThat(QuarkusTransaction.requiringNew().call(() -> audit.historyOf(id).entries()))
        .extracting(AuditEntry::actor, AuditEntry::action, AuditEntry::detail)
        .containsExactly(
            tuple(account.name(), "key.added", fingerprint),
            tuple(account.name(), "key.removed", fingerprint));
  }

  @Test
  void anAccountAddsAKeyOnce() {
    var key = RandomSshKey.text();
    add("mine", key).then().statusCode(201);

    add("again", key).then().statusCode(409).body("code", equalTo("key-in-use"));
  }

  /** A public key is no secret, so otherwise one account could keep another from adding its own. */
  @Test
  void anotherAccountCanAddTheSameKey() {
    var key = RandomSshKey.text();
    var other = TestAccount.creator();
    var otherSession = other.logIn("x");
    String fingerprint = add("mine", key).path("fingerprint");

    requestWith(otherSession)
        .contentType(ContentType.JSON)
        .body(Map.of("publicKey", key))
        .post("/api/me/ssh-keys")
        .then()
        .statusCode(201);

    keys.recordUse(other.name(), fingerprint);
    requestWith(otherSession).get("/api/me/ssh-keys").then().body("[0].lastUsedAt", notNullValue());
    requestWith(session).get("/api/me/ssh-keys").then().body("[0].lastUsedAt", nullValue());
    for (var name : List.of(account.name(), other.name())) {
      assertThat(keys.findAccount(name, fingerprint)).get().returns(name, found -> found.name);
    }
  }

  @Test
  void removesNoKeyOfAnotherAccount() {
    add("mine", RandomSshKey.text()).then().statusCode(201);
    var other = TestAccount.creator().logIn("x");

    String id = requestWith(session).get("/api/me/ssh-keys").path("[0].id");
    requestWith(other).delete("/api/me/ssh-keys/{id}", id).then().statusCode(404);
  }

  @Test
  void limitsTheNumberOfKeys() {
    for (var i = 0; i < 20; i++) {
      add("key", RandomSshKey.text()).then().statusCode(201);
    }

    add("key", RandomSshKey.text()).then().statusCode(409).body("code", equalTo("quota-exceeded"));
  }

  @Test
  void neitherStoresNorLogsAPrivateKey() {
    try (var log = CapturedLog.of("dev.slipway")) {
      add("mistake", PRIVATE_KEY)
          .then()
          .statusCode(400)
          .body("detail", containsString("This is a private key"))
          .body(not(containsString("b3BlbnNz")));
      requestWith(session)
          .formParam("name", "mistake")
          .formParam("key", PRIVATE_KEY)
          .post("/account/ssh-keys")
          .then()
          .statusCode(400)
          .body(containsString("This is a private key"))
          .body(containsString("value=\"mistake\""))
          .body(not(containsString("b3BlbnNz")));
      assertThat(log.all()).noneMatch(line -> line.contains("b3BlbnNz"));
    }
    requestWith(session).get("/api/me/ssh-keys").then().body("size()", equalTo(0));
  }

  @Test
  void refusesTokens() {
    String token =
        requestWith(session)
            .contentType(ContentType.JSON)
            .body(Map.of("name", "thief"))
            .post("/api/tokens")
            .path("token");

    given().auth().oauth2(token).get("/api/me/ssh-keys").then().statusCode(403);
    given()
        .auth()
        .oauth2(token)
        .contentType(ContentType.JSON)
        .body(Map.of("publicKey", RandomSshKey.text()))
        .post("/api/me/ssh-keys")
        .then()
        .statusCode(403);
  }

  @Test
  void pageAddsAndRemovesAKey() {
    requestWith(session)
        .formParam("name", "Cutting room")
        .formParam("key", RandomSshKey.text())
        .post("/account/ssh-keys")
        .then()
        .statusCode(303);
    requestWith(session)
        .get("/account?done=key-added")
        .then()
        .body(containsString("SSH key added."))
        .body(containsString("Cutting room"));

    String id = requestWith(session).get("/api/me/ssh-keys").path("[0].id");
    requestWith(session).post("/account/ssh-keys/{id}/deletion", id).then().statusCode(303);

    requestWith(session).get("/account").then().body(not(containsString("Cutting room")));
  }

  private Response add(String name, String key) {
    var body = name == null ? Map.of("publicKey", key) : Map.of("name", name, "publicKey", key);
    return requestWith(session).contentType(ContentType.JSON).body(body).post("/api/me/ssh-keys");
  }
}

package dev.slipway.account.administration;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditLog;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.RandomSshKey;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator sees and revokes the tokens and keys of a person. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class AccountAccessTest {
  @Inject AuditLog audit;

  private final ApiClient admin = ApiClient.as("admin");
  private InvitedPerson person;
  private String path;

  @BeforeEach
  void invite() {
    person = InvitedPerson.create("access-" + UUID.randomUUID(), "creator");
    path = "/api/accounts/" + person.name() + "/access";
  }

  @Test
  void revokesOneTokenAndOneKey() {
    var revoked = token("laptop");
    var kept = token("server");
    String key = key("studio");
    key("home");

    admin
        .request()
        .get(path)
        .then()
        .statusCode(200)
        .body("tokens.name", equalTo(List.of("server", "laptop")))
        .body("sshKeys.name", equalTo(List.of("home", "studio")))
        .body(not(containsString(kept.getString("token"))));
    admin.request().delete(path + "/tokens/" + revoked.getString("id")).then().statusCode(204);
    admin.request().delete(path + "/ssh-keys/" + key).then().statusCode(204);

    assertThat(statusOf(revoked)).isEqualTo(401);
    assertThat(statusOf(kept)).isEqualTo(200);
    admin
        .request()
        .get(path)
        .then()
        .body("tokens.name", equalTo(List.of("server")))
        .body("sshKeys.name", equalTo(List.of("home")));
    assertThat(entries(revoked.getString("id")))
        .extracting(AuditEntry::actor, AuditEntry::action, AuditEntry::detail)
        .contains(tuple("admin", "token.revoked", "laptop, of " + person.name()));
    assertThat(entries(key))
        .extracting(AuditEntry::actor, AuditEntry::action)
        .contains(tuple("admin", "key.removed"));
  }

  @Test
  void revokesAllOfAPerson() {
    var tokens = List.of(token("one"), token("two"));
    key("studio");

    admin.request().delete(path).then().statusCode(204);

    assertThat(tokens).allMatch(token -> statusOf(token) == 401);
    admin
        .request()
        .get(path)
        .then()
        .body("tokens.size()", equalTo(0))
        .body("sshKeys.size()", equalTo(0));
    person.request().get("/api/me").then().statusCode(200);
  }

  @Test
  void refusesWhatBelongsToOthers() {
    var other = InvitedPerson.create("access-" + UUID.randomUUID(), "creator");
    var token = token("mine");
    var key = key("mine");
    var otherPath = "/api/accounts/" + other.name() + "/access";

    admin
        .request()
        .delete(otherPath + "/tokens/" + token.getString("id"))
        .then()
        .statusCode(404)
        .body("detail", containsString("The account has no token"));
    admin.request().delete(otherPath + "/ssh-keys/" + key).then().statusCode(404);
    for (var things : new String[] {"access", "identities"}) {
      admin.request().get("/api/accounts/nobody-of-this-name/" + things).then().statusCode(404);
    }
    admin.request().delete("/api/accounts/nobody-of-this-name/access").then().statusCode(404);
    assertThat(statusOf(token)).isEqualTo(200);
  }

  @Test
  void requiresTheLoginOfAnAdministrator() {
    person.request().get(path).then().statusCode(403);
    person.request().delete(path).then().statusCode(403);
    String token =
        admin
            .request()
            .contentType(JSON)
            .body(Map.of("name", "access"))
            .post("/api/tokens")
            .path("token");
    given().auth().oauth2(token).get(path).then().statusCode(403);
    given().auth().oauth2(token).delete(path).then().statusCode(403);
  }

  @Test
  void thePageShowsAndRevokesThem() {
    var token = token("laptop");
    var key = key("studio");
    var page = "/admin/accounts/" + person.name();
    admin
        .request()
        .get(page)
        .then()
        .body(containsString("Revoke the token laptop"))
        .body(containsString("Revoke the SSH key studio"));

    post(page + "/access/tokens/" + token.getString("id") + "/revocation", 303);
    post(page + "/access/tokens/" + token.getString("id") + "/revocation", 404);
    post(page + "/access/ssh-keys/" + key + "/revocation", 303);
    assertThat(statusOf(token)).isEqualTo(401);

    var last = token("server");
    post(page + "/access/revocation", 303);
    assertThat(statusOf(last)).isEqualTo(401);
    admin.request().get(page).then().body(not(containsString("Yes, revoke all")));
  }

  /** The former password may have been used to make tokens and keys. */
  @Test
  void aPersonLearnsAfterAResetWhatStillActsForTheAccount() {
    token("laptop");
    String url =
        admin
            .request()
            .contentType(JSON)
            .post("/api/accounts/{name}/invitation", person.name())
            .path("url");

    InvitedPerson.choose(InvitedPerson.pathOf(url), "eight quiet lanterns")
        .statusCode(200)
        .body(containsString("1 API token can still act for this account"));
  }

  private void post(String path, int status) {
    admin.request().redirects().follow(false).post(path).then().statusCode(status);
  }

  private JsonPath token(String name) {
    return person
        .request()
        .contentType(JSON)
        .body(Map.of("name", name))
        .post("/api/tokens")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  private String key(String name) {
    return person
        .request()
        .contentType(JSON)
        .body(Map.of("name", name, "publicKey", RandomSshKey.text()))
        .post("/api/me/ssh-keys")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static int statusOf(JsonPath token) {
    return given().auth().oauth2(token.getString("token")).get("/api/me").statusCode();
  }

  private List<AuditEntry> entries(String subject) {
    return QuarkusTransaction.requiringNew().call(() -> audit.historyOf(subject).entries());
  }
}

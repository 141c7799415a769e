package dev.slipway.account.identity;

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
import dev.slipway.testing.Asvs;
import dev.slipway.testing.TestAccount;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An administrator links an account to an identity at a provider, and unlinks it. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class IdentityResourceTest {
  private static final String ISSUER = "https://id.example.com/realms/example";

  @Inject AuditLog audit;

  private final ApiClient admin = ApiClient.as("admin");
  private TestAccount account;

  @BeforeEach
  void create() {
    account = TestAccount.creator();
  }

  @Test
  void linksAndUnlinks() {
    var session = account.logIn("Firefox/140.0 (Linux)");
    var subject = "id-of-" + account.name();

    link(account, subject)
        .statusCode(201)
        .body("issuer", equalTo(List.of(ISSUER)))
        .body("subject", equalTo(List.of(subject)))
        .body("configured", equalTo(List.of(false)));
    // Again changes nothing.
    link(account, " " + subject).statusCode(201).body("size()", equalTo(1));
    admin.request().get(path(account)).then().statusCode(200).body("size()", equalTo(1));
    given().cookies(session).get("/api/me").then().statusCode(200);

    unlink(account, subject).statusCode(204);

    unlink(account, subject).statusCode(404);
    admin.request().get(path(account)).then().body("size()", equalTo(0));
    given().cookies(session).get("/api/me").then().statusCode(401);
    assertThat(entries())
        .extracting(AuditEntry::actor, AuditEntry::action, AuditEntry::detail)
        .containsSubsequence(
            tuple("admin", "account.linked", "subject " + subject + " at " + ISSUER),
            tuple("admin", "account.unlinked", "subject " + subject + " at " + ISSUER));
  }

  @Test
  @Asvs("6.8.1")
  void anIdentityBelongsToOneAccount() {
    var other = TestAccount.creator();
    var subject = "id-of-" + account.name();
    link(account, subject).statusCode(201);

    link(other, subject).statusCode(409).body("code", equalTo("identity-in-use"));
    unlink(other, subject).statusCode(404);

    admin.request().get(path(account)).then().body("size()", equalTo(1));
    admin.request().get(path(other)).then().body("size()", equalTo(0));
  }

  /** Otherwise the person could never get another account. */
  @Test
  void anIdentityOfARemovedAccountCanBeLinkedToAnotherOne() {
    var subject = "id-of-" + account.name();
    var next = TestAccount.creator();
    link(account, subject).statusCode(201);
    admin
        .request()
        .delete("/api/accounts/{name}?videos=keep", account.name())
        .then()
        .statusCode(202);
    link(account, "another").statusCode(409).body("code", equalTo("account-removed"));
    link(next, subject).statusCode(409);
    admin
        .request()
        .get("/admin/accounts/" + account.name())
        .then()
        .body(containsString("Unlink " + subject))
        .body(not(containsString("Link identity")));

    unlink(account, subject).statusCode(204);

    link(next, subject).statusCode(201);
  }

  @Test
  void rejectsInvalidRequests() {
    link(account, "").statusCode(400).body("code", equalTo("invalid-request"));
    link(account, "x".repeat(256)).statusCode(400);
    link(account, "a\nb").statusCode(400);
    admin
        .request()
        .contentType(JSON)
        .body(Map.of("subject", "x"))
        .post(path(account))
        .then()
        .statusCode(400)
        .body("detail", containsString("No OpenID Connect provider is configured"));
    admin.request().delete(path(account)).then().statusCode(400);
    admin
        .request()
        .contentType(JSON)
        .body(Map.of("issuer", ISSUER, "subject", "x"))
        .post("/api/accounts/nobody-of-this-name/identities")
        .then()
        .statusCode(404);
  }

  @Test
  void onlyAdministratorsWhoAreLoggedInChangeLinks() {
    var session = account.logIn("x");
    given().cookies(session).get(path(account)).then().statusCode(403);
    String token =
        admin
            .request()
            .contentType(JSON)
            .body(Map.of("name", "links"))
            .post("/api/tokens")
            .path("token");

    given().auth().oauth2(token).get(path(account)).then().statusCode(200);
    given()
        .auth()
        .oauth2(token)
        .contentType(JSON)
        .body(Map.of("issuer", ISSUER, "subject", "x"))
        .post(path(account))
        .then()
        .statusCode(403);
    given()
        .auth()
        .oauth2(token)
        .queryParams("issuer", ISSUER, "subject", "x")
        .delete(path(account))
        .then()
        .statusCode(403);
  }

  @Test
  void thePageShowsLinksAndUnlinks() {
    var page = "/admin/accounts/" + account.name();
    var subject = "<b>" + account.name();
    admin.request().get(page).then().body(not(containsString("Login with OpenID Connect")));

    form(page + "/identities", subject).statusCode(303);
    admin
        .request()
        .get(page)
        .then()
        .body(containsString("Login with OpenID Connect"))
        .body(containsString("Not the configured provider"))
        .body(containsString("&lt;b&gt;" + account.name()));
    form("/admin/accounts/" + TestAccount.creator().name() + "/identities", subject)
        .statusCode(409)
        .body(containsString("Another account is linked to this identity"));
    form(page + "/identities/removal", subject).statusCode(303);
    form(page + "/identities/removal", subject)
        .statusCode(404)
        .body(containsString("linked to this identity"));
  }

  private ValidatableResponse form(String path, String subject) {
    return admin
        .request()
        .formParam("issuer", ISSUER)
        .formParam("subject", subject)
        .post(path)
        .then();
  }

  private ValidatableResponse link(TestAccount target, String subject) {
    return admin
        .request()
        .contentType(JSON)
        .body(Map.of("issuer", ISSUER, "subject", subject))
        .post(path(target))
        .then();
  }

  private ValidatableResponse unlink(TestAccount target, String subject) {
    return admin
        .request()
        .queryParam("issuer", ISSUER)
        .queryParam("subject", subject)
        .delete(path(target))
        .then();
  }

  private static String path(TestAccount target) {
    return "/api/accounts/" + target.name() + "/identities";
  }

  private List<AuditEntry> entries() {
    return QuarkusTransaction.requiringNew().call(() -> audit.historyOf(account.name()).entries());
  }
}

package dev.slipway.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.EventStream;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SftpTestClient;
import dev.slipway.testing.TestAccount;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What 'end all sessions' ends besides sessions: connections that are open. Each replica learns of
 * it from the database.
 */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class EndedLoginsTest {
  @ConfigProperty(name = "slipway.sftp.port")
  int sftpPort;

  private TestAccount account;
  private ApiClient elsewhere;
  private Map<String, String> session;

  @BeforeEach
  void logIn() {
    account = TestAccount.creator();
    elsewhere = ApiClient.with(account.logIn("Chrome/138 (Windows)"));
    session = account.logIn("Firefox/140.0 (Linux)");
  }

  @Test
  @Asvs("7.4.5")
  void anAdministratorEndsThem() throws Exception {
    assertEndedBy(
        () ->
            ApiClient.as("admin")
                .request()
                .delete("/api/accounts/{name}/sessions", account.name())
                .then()
                .statusCode(204));
  }

  @Test
  void theOwnerEndsThem() throws Exception {
    assertEndedBy(() -> given().cookies(session).delete("/api/me/sessions").then().statusCode(204));

    given().cookies(session).get("/api/me").then().statusCode(200);
  }

  /** As if nothing had happened: only what was open when it was disabled ends. */
  @Test
  void disablingEndsThemAlsoIfTheAccountIsEnabledAtOnce() throws Exception {
    var admin = ApiClient.as("admin");

    assertEndedBy(
        () -> {
          for (var status : new String[] {"disabled", "active"}) {
            admin
                .request()
                .contentType("application/json")
                .body(Map.of("status", status))
                .patch("/api/accounts/{name}", account.name())
                .then()
                .statusCode(200);
          }
        });
  }

  /** The live changes of other sessions continue. */
  @Test
  void endingOneSessionEndsItsLiveChangesOnly() throws Exception {
    try (var sftp = SftpTestClient.logIn(account.name(), TestAccount.PASSWORD, sftpPort);
        var changes = EventStream.open(elsewhere, "/api/changes", null)) {
      assertThat(sftp.list()).isNotNull();
      changes.next();
      String id = given().cookies(session).get("/api/me/sessions").path("find { !it.current }.id");

      given().cookies(session).delete("/api/me/sessions/{id}", id).then().statusCode(204);

      changes.awaitEnd();
      assertThat(sftp.list()).isNotNull();
    }
  }

  @Test
  void revokingATokenEndsItsLiveChangesOnly() throws Exception {
    var revoked = createToken();
    var kept = createToken();
    try (var ended = EventStream.open(ApiClient.withToken(revoked.secret), "/api/changes", null);
        var open = EventStream.open(ApiClient.withToken(kept.secret), "/api/changes", null)) {
      ended.next();
      open.next();

      given().cookies(session).delete("/api/tokens/{id}", revoked.id).then().statusCode(204);

      ended.awaitEnd();
      ApiClient.with(session).upload("clip.mp4", Mp4Header.bytes(900, 21));
      assertThat(open.next().name()).isEqualTo("video");
    }
  }

  private record Token(String id, String secret) {}

  private Token createToken() {
    var token =
        given()
            .cookies(session)
            .contentType("application/json")
            .body(Map.of("name", "live changes"))
            .post("/api/tokens")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    return new Token(token.getString("id"), token.getString("token"));
  }

  private void assertEndedBy(Runnable end) throws IOException {
    try (var sftp = SftpTestClient.logIn(account.name(), TestAccount.PASSWORD, sftpPort);
        var changes = EventStream.open(elsewhere, "/api/changes", null)) {
      assertThat(sftp.list()).isNotNull();
      changes.next();

      end.run();

      changes.awaitEnd();
      Eventually.holds(
          "the connection ends", Duration.ofSeconds(30), () -> !sftp.session().isOpen());
    }
    // The password has not changed.
    try (var again = SftpTestClient.logIn(account.name(), TestAccount.PASSWORD, sftpPort)) {
      assertThat(again.list()).isNotNull();
    }
  }
}

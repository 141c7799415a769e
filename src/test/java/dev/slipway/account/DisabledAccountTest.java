package dev.slipway.account;

import static io.restassured.RestAssured.given;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import dev.slipway.account.password.PasswordHasher;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.EventStream;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.SftpTestClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a disabled account began ends, and what it created rests until it is enabled again. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class DisabledAccountTest {
  private static final String NAME = "leaver";

  @ConfigProperty(name = "slipway.sftp.port")
  int sftpPort;

  @Inject PasswordHasher hasher;

  private ApiClient client;

  @BeforeEach
  void create() {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                new Account(NAME, hasher.hash(NAME + "-demo"), Role.CREATOR, false, Instant.now())
                    .insertIfAbsent());
    enable();
    client = ApiClient.as(NAME);
  }

  /** The request may have begun before an administrator disabled the account. */
  @Test
  void createsNothingAnyMore() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              assertThat(Account.lockActive(NAME).name).isEqualTo(NAME);
              Account.update("disabledAt = ?1 where name = ?2", Instant.now(), NAME);

              assertThatThrownBy(() -> Account.lockActive(NAME))
                  .hasMessageContaining("disabled or removed");
              assertThatThrownBy(() -> Account.lockActive("nobody"))
                  .hasMessageContaining("disabled or removed");
            });
  }

  @AfterEach
  void enable() {
    QuarkusTransaction.requiringNew()
        .run(() -> Account.update("disabledAt = null where name = ?1", NAME));
  }

  @Test
  @Asvs("7.4.2")
  void sessionsAndTokensAreRefused() {
    var token =
        client
            .request()
            .contentType(JSON)
            .body(Map.of("name", "backup"))
            .post("/api/tokens")
            .then()
            .statusCode(201)
            .extract()
            .<String>path("token");
    client.request().get("/api/me").then().statusCode(200);

    disable();

    client.request().get("/api/me").then().statusCode(401);
    given().auth().oauth2(token).get("/api/me").then().statusCode(401);
    enable();
    given().auth().oauth2(token).get("/api/me").then().statusCode(200);
  }

  @Test
  void theLoginPageSaysSoToPeopleWhoKnowThePassword() {
    disable();
    var before = MetricsScrape.now().value("slipway_logins_total", Map.of("outcome", "disabled"));

    logIn(NAME + "-demo").statusCode(403).body(containsString("has disabled this account"));
    logIn("wrong password").statusCode(401).body(containsString("do not match"));

    assertThat(MetricsScrape.now().value("slipway_logins_total", Map.of("outcome", "disabled")))
        .isEqualTo(before + 1);
  }

  @Test
  void loginsAreNoted() {
    QuarkusTransaction.requiringNew()
        .run(() -> Account.update("lastLoginAt = null where name = ?1", NAME));

    logIn(NAME + "-demo").statusCode(303);

    assertThat(
            QuarkusTransaction.requiringNew()
                .call(() -> Account.<Account>findById(NAME).lastLoginAt()))
        .isNotNull();
  }

  @Test
  @Asvs("7.4.2")
  void openConnectionsEnd() throws Exception {
    try (var sftp = SftpTestClient.as(NAME, sftpPort);
        var changes = EventStream.open(client, "/api/changes", null)) {
      assertThat(sftp.list()).isNotNull();
      changes.next();

      disable();

      changes.awaitEnd();
      Eventually.holds(
          "the idle connection ends", Duration.ofSeconds(30), () -> !sftp.session().isOpen());
    }
    assertThatThrownBy(() -> SftpTestClient.as(NAME, sftpPort))
        .hasMessageContaining("authentication methods");
  }

  @Test
  void shareLinksRest() {
    var id = client.upload("clip.mp4", Mp4Header.bytes(3_000, 4)).getString("id");
    String url =
        client
            .request()
            .contentType(JSON)
            .body(Map.of())
            .post("/api/videos/{id}/shares", id)
            .then()
            .statusCode(201)
            .extract()
            .path("url");
    var path = url.substring(url.indexOf("/share/"));
    var visitor = open(path).statusCode(303).extract().cookies();

    disable();

    open(path).statusCode(410);
    given().cookies(visitor).get("/api/videos/{id}", id).then().statusCode(401);
    enable();
    open(path).statusCode(303);
    given().cookies(visitor).get("/api/videos/{id}", id).then().statusCode(200);
  }

  private static void disable() {
    QuarkusTransaction.requiringNew()
        .run(() -> Account.update("disabledAt = ?1 where name = ?2", Instant.now(), NAME));
  }

  private static ValidatableResponse logIn(String password) {
    return given()
        .redirects()
        .follow(false)
        .formParam("username", NAME)
        .formParam("password", password)
        .post("/login")
        .then();
  }

  private static ValidatableResponse open(String path) {
    return given()
        .redirects()
        .follow(false)
        .urlEncodingEnabled(false)
        .headers("Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document")
        .get(path)
        .then();
  }
}

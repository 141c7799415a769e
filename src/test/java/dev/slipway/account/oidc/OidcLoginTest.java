package dev.slipway.account.oidc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.account.Account;
import dev.slipway.account.Role;
import dev.slipway.account.identity.AccountIdentity;
import dev.slipway.account.login.LoginSessions;
import dev.slipway.account.password.PasswordHasher;
import dev.slipway.audit.AuditEntry;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.IntegrationsProfile;
import dev.slipway.testing.KnownRsaKey;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(IntegrationsProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class OidcLoginTest {
  @ConfigProperty(name = "slipway.oidc.issuer")
  URI issuer;

  @Inject OidcSettings settings;
  @Inject ProviderCheck check;
  @Inject PasswordHasher hasher;
  @Inject LoginSessions sessions;

  private TestProvider provider;

  /** Different in each test. */
  private String person;

  @BeforeEach
  void start() {
    provider = TestProvider.start(issuer.getPort());
    person = "p-" + UUID.randomUUID().toString().substring(0, 8);
    // The application pauses after a failed attempt to reach it.
    Eventually.holds(
        "the provider is reachable",
        () -> given().redirects().follow(false).get("/login/oidc").statusCode() == 303);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void sendsTheBrowserToTheProvider() {
    var response =
        given().redirects().follow(false).queryParam("return", "/videos").get("/login/oidc");

    response.then().statusCode(303);
    assertThat(response.header("Slipway-Keep-Location")).isNull();
    var location = URI.create(response.header("Location"));
    assertThat(location.toString()).startsWith(issuer + "/authorize?tenant=1&");
    var query = TestProvider.parseQuery(location.getRawQuery());
    assertThat(query)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", TestProvider.CLIENT_ID)
        .containsEntry("scope", "openid profile")
        .containsEntry("code_challenge_method", "S256")
        .doesNotContainKeys("prompt", "max_age", "acr_values");
    assertThat(query.get("redirect_uri")).endsWith("/login/oidc/callback");
    assertThat(query.get("state")).hasSize(43);
    assertThat(query.get("nonce")).hasSize(43).isNotEqualTo(query.get("state"));
    assertThat(query.get("code_challenge")).hasSize(43);
    var cookie = response.detailedCookies().asList().get(0);
    assertThat(cookie.getName()).matches("slipway_oidc_\\d+");
    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getSameSite()).isEqualTo("Lax");
    assertThat(cookie.getMaxAge()).isEqualTo(600);
  }

  @Test
  void asksThePersonAgainOnRequest() {
    var response =
        given().redirects().follow(false).queryParam("switch", "true").get("/login/oidc");

    assertThat(response.header("Location")).contains("prompt=login");
  }

  @Test
  void createsAnAccountAtTheFirstLogin() {
    var response = LoginAttempt.begin(provider, "/videos/mine").finishAs(person);

    response.then().statusCode(303).header("Location", endsWith("/videos/mine"));
    assertThat(nameOf(response)).isEqualTo(person);
    var account = account(person);
    assertThat(account.role()).isEqualTo(Role.CREATOR);
    assertThat(account.hasPassword()).isFalse();
    assertThat(details(person, "account.created")).containsExactly("CREATOR by OpenID Connect");
    assertThat(details(person, "login.succeeded")).containsExactly("OpenID Connect");
  }

  @Test
  void usesTheSameAccountAtTheNextLoginWhateverItsName() {
    LoginAttempt.begin(provider).finishAs(person);
    var attempt = LoginAttempt.begin(provider);
    var claims = attempt.claims(person);
    claims.put("preferred_username", "married-" + person);

    assertThat(nameOf(attempt.finish(claims))).isEqualTo(person);
  }

  @Test
  void appliesTheRoleOfEachLogin() {
    LoginAttempt.begin(provider).finishAs(person);
    var attempt = LoginAttempt.begin(provider);
    var claims = attempt.claims(person);
    claims.put("realm_access", Map.of("roles", List.of("video-viewers", "video-admins")));

    var response = attempt.finish(claims);

    assertThat(account(person).role()).isEqualTo(Role.ADMIN);
    given()
        .cookies(response.cookies())
        .get("/api/me")
        .then()
        .body("roles", equalTo(List.of("admin", "creator", "viewer")));
    assertThat(details(person, "account.changed"))
        .containsExactly("role ADMIN instead of CREATOR by OpenID Connect");
  }

  @Test
  void refusesPeopleWithoutARole() {
    var attempt = LoginAttempt.begin(provider);
    var claims = attempt.claims(person);
    claims.put("realm_access", Map.of("roles", List.of("others")));

    expectRefusal(attempt.finish(claims), 403, "has no access to Slipway");

    assertThat(account(person)).isNull();
    assertRecorded("no-role", person);
  }

  @Test
  @Asvs("6.8.1")
  void neverTakesOverAnAccount() {
    var attempt = LoginAttempt.begin(provider);
    var claims = attempt.claims(person);
    claims.put("preferred_username", "Creator");

    expectRefusal(attempt.finish(claims), 409, "Ask your administrator to link them");

    assertRecorded("name-taken", person);
  }

  @Test
  void logsInToAnAccountThatWasLinked() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              new Account(person, "$2a$", Role.VIEWER, false, Instant.now()).insertIfAbsent();
              AccountIdentity.insert(settings.issuer(), "id of " + person, person, Instant.now());
            });

    assertThat(nameOf(LoginAttempt.begin(provider).finishAs("id of " + person))).isEqualTo(person);
    assertThat(account(person).role()).isEqualTo(Role.CREATOR);
  }

  @Test
  void logsInToAnAccountThatAnAdministratorLinked() {
    QuarkusTransaction.requiringNew()
        .run(() -> new Account(person, "$2a$", Role.VIEWER, false, Instant.now()).insertIfAbsent());
    expectRefusal(LoginAttempt.begin(provider).finishAs(person), 409, "link them");

    ApiClient.as("admin")
        .request()
        .contentType("application/json")
        .body(Map.of("subject", person))
        .post("/api/accounts/{name}/identities", person)
        .then()
        .statusCode(201)
        .body("configured", equalTo(List.of(true)));

    assertThat(nameOf(LoginAttempt.begin(provider).finishAs(person))).isEqualTo(person);
  }

  /** Nobody could undo it. */
  @Test
  void theLastAdministratorCannotUnlinkTheOnlyIdentity() {
    var attempt = LoginAttempt.begin(provider);
    var claims = attempt.claims(person);
    claims.put("realm_access", Map.of("roles", List.of("video-admins")));
    var session = attempt.finish(claims).cookies();
    var hidden = Instant.parse("2026-01-02T00:00:00Z");
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                Account.update(
                    "disabledAt = ?1 where name <> ?2 and disabledAt is null", hidden, person));
    try {
      given()
          .cookies(session)
          .queryParams("issuer", settings.issuer(), "subject", person)
          .delete("/api/accounts/{name}/identities", person)
          .then()
          .statusCode(409)
          .body("code", equalTo("last-administrator"));
    } finally {
      QuarkusTransaction.requiringNew()
          .run(() -> Account.update("disabledAt = null where disabledAt = ?1", hidden));
    }
    given().cookies(session).get("/api/me").then().statusCode(200);
  }

  @Test
  void refusesPeopleWithoutAUsableName() {
    var attempt = LoginAttempt.begin(provider);
    var claims = attempt.claims(person);
    claims.remove("preferred_username");

    expectRefusal(attempt.finish(claims), 403, "reports no name");
  }

  @Test
  void refusesDisabledAccounts() {
    LoginAttempt.begin(provider).finishAs(person);
    QuarkusTransaction.requiringNew()
        .run(() -> Account.update("disabledAt = ?1 where name = ?2", Instant.now(), person));

    expectRefusal(LoginAttempt.begin(provider).finishAs(person), 403, "account is disabled");
  }

  @Test
  void endsTheFormerSessionOfTheBrowser() {
    var first = LoginAttempt.begin(provider).finishAs(person);
    var attempt = LoginAttempt.begin(provider);
    first.cookies().forEach(attempt.cookies()::putIfAbsent);

    var second = attempt.finishAs("other-" + person);

    second.then().header("Clear-Site-Data", "\"cache\", \"storage\"");
    given().cookies(first.cookies()).get("/api/me").then().statusCode(401);
    assertThat(nameOf(second)).isEqualTo("other-" + person);
  }

  /** The former session can have been idle for too long, or an administrator ended it. */
  @Test
  @Asvs("14.3.1")
  void clearsWhatTheBrowserKeptForASessionThatHasEnded() {
    var ended = LoginAttempt.begin(provider).finishAs(person).cookies();
    given().redirects().follow(false).cookies(ended).post("/logout");
    var attempt = LoginAttempt.begin(provider);
    ended.forEach(attempt.cookies()::putIfAbsent);

    attempt
        .finishAs("other-" + person)
        .then()
        .statusCode(303)
        .header("Clear-Site-Data", "\"cache\", \"storage\"");
  }

  /** The provider could log the browser in as another account than the one that works in it. */
  @Test
  @Asvs("3.5.3")
  void keepsTheSessionWhenAnotherSiteLinksToTheLogin() {
    var session = LoginAttempt.begin(provider).finishAs(person).cookies();

    for (var site : List.of("cross-site", "same-site")) {
      request(session, site)
          .then()
          .statusCode(303)
          .header("Location", endsWith("/videos"))
          .cookies(Map.of());
    }

    request(session, "same-origin").then().header("Location", startsWith(issuer.toString()));
    request(Map.of(), "cross-site").then().header("Location", startsWith(issuer.toString()));
  }

  private static Response request(Map<String, String> cookies, String site) {
    return given()
        .redirects()
        .follow(false)
        .cookies(cookies)
        .header("Sec-Fetch-Site", site)
        .queryParam("return", "/videos")
        .get("/login/oidc");
  }

  /** Login CSRF: the victim's browser gets a response of the attacker's own login. */
  @Test
  void refusesAnAnswerToAnotherBrowsersLogin() {
    var attacker = LoginAttempt.begin(provider);
    var code = provider.issueCode(attacker.query(), TestProvider.sign(attacker.claims(person)));
    var answer = Map.of("code", code, "state", attacker.query().get("state"));

    expectRefusal(LoginAttempt.begin(provider).answer(answer), 400, "Start again");
    var withoutCookie = given().queryParams(answer).get("/login/oidc/callback");
    expectRefusal(withoutCookie, 400, "Start again");
  }

  @Test
  @Asvs("6.8.3")
  void usesAnAnswerOnce() {
    var attempt = LoginAttempt.begin(provider);
    var answer =
        Map.of(
            "code", provider.issueCode(attempt.query(), TestProvider.sign(attempt.claims(person))),
            "state", attempt.query().get("state"));
    var response = attempt.answer(answer);
    response.then().statusCode(303);
    assertThat(response.detailedCookies().asList())
        .filteredOn(cookie -> cookie.getName().startsWith("slipway_oidc"))
        .singleElement()
        .satisfies(cookie -> assertThat(cookie.getMaxAge()).isZero());

    expectRefusal(attempt.answer(answer), 400, "Start again");
  }

  @Test
  void explainsWhatTheProviderRefused() {
    expectAnswer("access_denied", 403, "Example refused the login");
    expectAnswer("temporarily_unavailable", 503, "can&#39;t be reached");
    expectAnswer("unmet_authentication_requirements", 403, "stronger or more recent login");
    expectAnswer("invalid_scope", 502, "problem between Slipway and Example");
  }

  @Test
  void refusesAnswersOfOtherIssuers() {
    var attempt = LoginAttempt.begin(provider);
    var answer = new HashMap<String, String>();
    answer.put("state", attempt.query().get("state"));
    answer.put(
        "code", provider.issueCode(attempt.query(), TestProvider.sign(attempt.claims(person))));
    answer.put("iss", "https://mallory.example");

    expectRefusal(attempt.answer(answer), 502, "problem between");
    answer.put("iss", settings.issuer());
    attempt.answer(answer).then().statusCode(303);
  }

  @Test
  @Asvs("6.8.3")
  void refusesTokensForOthers() {
    expectInvalid("nonce", "another");
    expectInvalid("iss", "https://mallory.example");
    expectInvalid("aud", "another-client");
    expectInvalid("azp", "another-client");
    expectInvalid("aud", List.of(TestProvider.CLIENT_ID, "another-client"));
    expectInvalid("sub", "");
  }

  @Test
  void refusesTokensOfAnotherTime() {
    var now = Instant.now().getEpochSecond();
    expectInvalid("exp", now - 31);
    expectInvalid("iat", now + 60);
    expectInvalid("exp", null);
    expectInvalid("iat", null);
    expectInvalid("nonce", null);
  }

  @Test
  @Asvs("6.8.2")
  void refusesTokensWithoutTheProvidersSignature() {
    var stranger = TestProvider.key("one", KnownRsaKey.TWO);
    var attempt = LoginAttempt.begin(provider);
    var claims = attempt.claims(person);
    var signature = AlgorithmIdentifiers.RSA_USING_SHA256;
    expectFaulty(attempt.finish(TestProvider.sign(claims, stranger, signature)));
    expectFaulty(attempt.finish(TestProvider.sign(claims) + "A"));
    expectFaulty(attempt.finish("not a token"));

    var unsigned = new JsonWebSignature();
    unsigned.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    unsigned.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
    expectFaulty(attempt.finish(TestProvider.serialize(unsigned, claims)));

    // With the public key, which everyone knows, as the secret of an HMAC.
    var hmac = new JsonWebSignature();
    hmac.setKeyIdHeaderValue("one");
    hmac.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    hmac.setKey(new HmacKey(TestProvider.KEY.getPublicKey().getEncoded()));
    expectFaulty(attempt.finish(TestProvider.serialize(hmac, claims)));
    assertThat(account(person)).isNull();
  }

  @Test
  void explainsFaultsOfTheTokenEndpoint() {
    expectTokenResponse(500, "", 503, "can&#39;t be reached");
    expectTokenResponse(400, "{\"error\":\"invalid_grant\"}", 400, "Start again");
    expectTokenResponse(401, "{\"error\":\"invalid_client\"}", 502, "problem between");
    expectTokenResponse(200, "<html>", 502, "problem between");
    expectTokenResponse(200, "{}", 502, "problem between");
    expectTokenResponse(200, "{\"a\":\"" + "x".repeat(300_000) + "\"}", 503, "can&#39;t be");
  }

  @Test
  @Asvs("6.3.1")
  void limitsGuessesOfCodes() {
    var attempt = LoginAttempt.begin(provider);
    for (var guess = 0; guess < 10; guess++) {
      expectRefusal(guessCode(attempt), 400, "Start again");
    }

    expectRefusal(guessCode(attempt), 429, "Too many failed logins");

    assertThat(provider.requests("/token")).isEqualTo(10);
  }

  /** Always from the same network. */
  private static Response guessCode(LoginAttempt attempt) {
    return given()
        .cookies(attempt.cookies())
        .header("X-Forwarded-For", "198.51.100.1")
        .queryParams("code", "guessed", "state", attempt.query().get("state"))
        .get("/login/oidc/callback");
  }

  @Test
  void theLocalLoginWorksWithoutTheProvider() {
    var attempt = LoginAttempt.begin(provider);
    provider.close();
    expectRefusal(attempt.finishAs(person), 503, "can&#39;t be reached");

    given()
        .redirects()
        .follow(false)
        .formParam("username", "creator2")
        .formParam("password", "creator2-demo")
        .post("/login")
        .then()
        .statusCode(303);
  }

  @Test
  void offersTheProviderOnTheLoginPage() {
    given()
        .get("/login?return=/videos/mine")
        .then()
        .body(containsString("Log in with Example"))
        .body(containsString("/login/oidc?return=%2Fvideos%2Fmine\""))
        .body(not(containsString("reached at the moment")));
  }

  @Test
  void logsNoToken() {
    try (var log = CapturedLog.ofAll()) {
      var attempt = LoginAttempt.begin(provider);
      var valid = TestProvider.sign(attempt.claims(person));
      var claims = attempt.claims(person);
      claims.put("nonce", "another");
      var invalid = TestProvider.sign(claims);
      attempt.finish(invalid).then().statusCode(502);
      attempt.finish(valid).then().statusCode(303);

      assertThat(log.all()).anyMatch(line -> line.contains(person + " logged in"));
      for (var secret :
          List.of(
              valid,
              invalid,
              attempt.query().get("state"),
              attempt.query().get("nonce"),
              TestProvider.CLIENT_SECRET)) {
        var part = secret.substring(secret.length() - 8);
        assertThat(log.all()).noneMatch(line -> line.contains(part));
        assertThat(AuditEntry.count("detail like ?1", "%" + part + "%")).isZero();
      }
    }
  }

  @Test
  void logsOutAtTheProvider() {
    var attempt = LoginAttempt.begin(provider);
    var token = TestProvider.sign(attempt.claims(person));
    var session = attempt.finish(token).cookies();

    var response = given().redirects().follow(false).cookies(session).post("/logout");

    response
        .then()
        .statusCode(200)
        .header("Clear-Site-Data", "\"cache\", \"storage\"")
        .body(containsString("log out of Example"));
    var url = response.htmlPath().getString("**.find { it.@'http-equiv' == 'refresh' }.@content");
    assertThat(url).startsWith("0; url=" + issuer + "/logout?");
    assertThat(TestProvider.parseQuery(url.substring(url.indexOf('?') + 1)))
        .containsEntry("id_token_hint", token)
        .containsEntry("client_id", TestProvider.CLIENT_ID)
        .hasEntrySatisfying("post_logout_redirect_uri", uri -> assertThat(uri).endsWith("/login"));
    given().cookies(session).get("/api/me").then().statusCode(401);
    assertThat(OidcSession.count("subject", person)).isZero();
  }

  @Test
  void logsOutAtTheProviderWhenTheOwnSessionIsEnded() {
    var session = LoginAttempt.begin(provider).finishAs(person).cookies();
    String id = given().cookies(session).get("/api/me/sessions").path("find { it.current }.id");

    given()
        .redirects()
        .follow(false)
        .cookies(session)
        .post("/account/sessions/{id}/termination", id)
        .then()
        .statusCode(200)
        .body(containsString("log out of Example"));
    given().cookies(session).get("/api/me").then().statusCode(401);
  }

  /** A stolen database must not reveal tokens. */
  @Test
  void keepsTheIdTokenSealed() {
    var attempt = LoginAttempt.begin(provider);
    attempt.finishAs(person);

    var session = OidcSession.<OidcSession>find("subject", person).firstResult();
    assertThat(new String(session.sealedIdToken, StandardCharsets.ISO_8859_1))
        .doesNotContain("eyJ");
  }

  @Test
  void theProviderEndsOneOfItsSessions() {
    var here = LoginAttempt.begin(provider).finishAs(person).cookies();
    var attempt = LoginAttempt.begin(provider);
    var claims = attempt.claims(person);
    claims.put("sid", "another session");
    var elsewhere = attempt.finish(claims).cookies();

    logOutAtProvider(logoutClaims(Map.of("sid", "another session"))).then().statusCode(200);

    given().cookies(here).get("/api/me").then().statusCode(200);
    given().cookies(elsewhere).get("/api/me").then().statusCode(401);
    assertThat(details(person, "login.ended")).contains("logged out at the provider");
  }

  @Test
  void theProviderEndsAllSessionsOfAPerson() {
    var first = LoginAttempt.begin(provider).finishAs(person).cookies();
    var second = LoginAttempt.begin(provider).finishAs(person).cookies();
    var other = LoginAttempt.begin(provider).finishAs("other-" + person).cookies();

    var logout = logoutClaims(Map.of("sub", person));
    logOutAtProvider(logout).then().statusCode(200);

    given().cookies(first).get("/api/me").then().statusCode(401);
    given().cookies(second).get("/api/me").then().statusCode(401);
    given().cookies(other).get("/api/me").then().statusCode(200);
  }

  /** The session gets another token, and must stay known to the provider's logout. */
  @Test
  void theProviderEndsASessionThatHasChangedThePassword() {
    var hash = hasher.hash("tidal lamp orbit");
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              new Account(person, hash, Role.CREATOR, false, Instant.now()).insertIfAbsent();
              AccountIdentity.insert(settings.issuer(), person, person, Instant.now());
            });
    var before = LoginAttempt.begin(provider).finishAs(person).cookies();

    var changed =
        given()
            .cookies(before)
            .contentType("application/json")
            .body(Map.of("currentPassword", "tidal lamp orbit", "newPassword", "a copper violin"))
            .put("/api/me/password");
    changed.then().statusCode(204);
    var after = changed.cookies();
    given().cookies(before).get("/api/me").then().statusCode(401);
    given().cookies(after).get("/api/me").then().statusCode(200);

    logOutAtProvider(logoutClaims(Map.of("sub", person))).then().statusCode(200);

    given().cookies(after).get("/api/me").then().statusCode(401);
    assertThat(OidcSession.count("subject", person)).isZero();
  }

  /** What was sealed with the former token of the session can't be read any more. */
  @Test
  void logsOutAtTheProviderAfterAChangeOfThePassword() {
    var session = LoginAttempt.begin(provider).finishAs(person).cookies();
    String id = given().cookies(session).get("/api/me/sessions").path("[0].id");
    var name =
        session.keySet().stream()
            .filter(key -> key.contains("slipway_session"))
            .findFirst()
            .orElseThrow();
    var renewed = Map.of(name, sessions.replaceToken(id));

    var response = given().redirects().follow(false).cookies(renewed).post("/logout");

    response.then().statusCode(200);
    var url = response.htmlPath().getString("**.find { it.@'http-equiv' == 'refresh' }.@content");
    assertThat(TestProvider.parseQuery(url.substring(url.indexOf('?') + 1)))
        .containsEntry("client_id", TestProvider.CLIENT_ID)
        .doesNotContainKey("id_token_hint");
    given().cookies(renewed).get("/api/me").then().statusCode(401);
  }

  @Test
  void refusesInvalidLogoutTokens() {
    var attempt = LoginAttempt.begin(provider);
    var idToken = attempt.claims(person);
    var session = attempt.finish(idToken).cookies();
    var logout = logoutClaims(Map.of("sub", person));

    logOutAtProvider(idToken).then().statusCode(400).body("error", equalTo("invalid_request"));
    logOutAtProvider(with(logout, "nonce", "x")).then().statusCode(400);
    logOutAtProvider(with(logout, "events", Map.of())).then().statusCode(400);
    logOutAtProvider(with(logout, "sub", null)).then().statusCode(400);
    logOutAtProvider(with(logout, "jti", null)).then().statusCode(400);
    logOutAtProvider(with(logout, "aud", "another-client")).then().statusCode(400);
    logOutAtProvider(with(logout, "exp", Instant.now().getEpochSecond() - 60))
        .then()
        .statusCode(400);
    given()
        .formParam("logout_token", "x")
        .post("/login/oidc/backchannel-logout")
        .then()
        .statusCode(400);

    given().cookies(session).get("/api/me").then().statusCode(200);
  }

  /** Replaying a logout token must not end later sessions. */
  @Test
  void anOldLogoutTokenEndsNoLaterSession() {
    var session = LoginAttempt.begin(provider).finishAs(person).cookies();
    var logout = logoutClaims(Map.of("sub", person));

    logOutAtProvider(with(logout, "iat", Instant.now().getEpochSecond() - 90))
        .then()
        .statusCode(200);

    given().cookies(session).get("/api/me").then().statusCode(200);
  }

  @Test
  void theDoctorShowsTheRedirectUri() {
    assertThat(check.run("https://videos.example").message())
        .contains(settings.issuer())
        .contains("https://videos.example/login/oidc/callback");
  }

  private void expectAnswer(String error, int status, String message) {
    var attempt = LoginAttempt.begin(provider);
    var answer = Map.of("error", error, "state", attempt.query().get("state"));
    expectRefusal(attempt.answer(answer), status, message);
  }

  private void expectTokenResponse(int status, String body, int expected, String message) {
    provider.respond("/token", status, body);
    expectRefusal(LoginAttempt.begin(provider).finishAs(person), expected, message);
  }

  private void expectInvalid(String claim, Object value) {
    var attempt = LoginAttempt.begin(provider);
    expectFaulty(attempt.finish(with(attempt.claims(person), claim, value)));
  }

  private static void expectFaulty(Response response) {
    expectRefusal(response, 502, "problem between Slipway and Example");
  }

  private static void expectRefusal(Response response, int status, String message) {
    response
        .then()
        .statusCode(status)
        .contentType("text/html")
        .body(containsString(message))
        .body(containsString("role=\"alert\""));
    assertThat(response.cookies().keySet()).noneMatch(name -> name.startsWith("slipway_session"));
  }

  private Map<String, Object> logoutClaims(Map<String, Object> who) {
    var now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new HashMap<>(who);
    claims.put("iss", settings.issuer());
    claims.put("aud", TestProvider.CLIENT_ID);
    claims.put("iat", now);
    claims.put("exp", now + 120);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    return claims;
  }

  private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
    var changed = new HashMap<>(claims);
    changed.put(name, value);
    if (value == null) {
      changed.remove(name);
    }
    return changed;
  }

  private static Response logOutAtProvider(Map<String, Object> claims) {
    return given()
        .formParam("logout_token", TestProvider.sign(claims))
        .post("/login/oidc/backchannel-logout");
  }

  private static String nameOf(Response response) {
    return given()
        .cookies(response.cookies())
        .get("/api/me")
        .then()
        .statusCode(200)
        .extract()
        .path("name");
  }

  private static Account account(String name) {
    return QuarkusTransaction.requiringNew().call(() -> Account.findById(name));
  }

  private static List<String> details(String subject, String action) {
    return AuditEntry.<AuditEntry>list("subject = ?1 and action = ?2 order by id", subject, action)
        .stream()
        .map(AuditEntry::detail)
        .toList();
  }

  /** The subject is recorded, because an administrator needs it to link an account. */
  private static void assertRecorded(String code, String subject) {
    assertThat(
            AuditEntry.count(
                "action = 'login.failed' and detail like ?1",
                "OpenID Connect, " + code + ": %subject " + subject))
        .isEqualTo(1);
  }
}

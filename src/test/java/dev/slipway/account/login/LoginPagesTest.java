package dev.slipway.account.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.account.Accounts;
import dev.slipway.account.DisabledDemoAccounts;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Mp4Header;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class LoginPagesTest {
  @Inject DisabledDemoAccounts withoutDemo;

  @Test
  @Asvs({"3.3.2", "3.3.4"})
  void setsHttpOnlyCookies() {
    var response = logIn("creator", "creator-demo", "/videos");

    response.then().statusCode(303).header("Location", endsWith("/videos"));
    var port = RestAssured.port;
    assertThat(response.cookies())
        .containsOnlyKeys("slipway_session_" + port, "slipway_account_" + port);
    assertThat(response.cookie("slipway_account_" + port)).doesNotContain("creator");
    for (var cookie : response.detailedCookies()) {
      assertThat(cookie.isHttpOnly()).isTrue();
      assertThat(cookie.getSameSite()).isEqualTo("Lax");
      assertThat(cookie.getPath()).isEqualTo("/");
    }
  }

  @Test
  @Asvs("3.2.2")
  void showsAnErrorForAWrongNameOrPassword() {
    for (var wrong : List.of("creator", "nobody", "", "<script>")) {
      logIn(wrong, "wrong", "/")
          .then()
          .statusCode(401)
          .contentType("text/html")
          .body(containsString("do not match"));
    }
  }

  @Test
  void redirectsToLocalPagesOnly() {
    var home = RestAssured.baseURI + ":" + RestAssured.port + "/";
    for (var elsewhere :
        List.of(
            "https://example.com/",
            "//example.com/",
            "/\\example.com/",
            "\\\\example.com/",
            "/\t/example.com/",
            "///example.com/",
            "javascript:x")) {
      // Parsed as a browser does: it treats a backslash as a slash and ignores a tab.
      var location = logIn("creator", "creator-demo", elsewhere).getHeader("Location");
      assertThat(location).as(elsewhere).isEqualTo(home);
    }
  }

  @Test
  void showsTheFormToPeopleWhoWantToSwitchAccounts() {
    var creator = ApiClient.as("creator");
    creator.request().get("/login?return=/videos").then().statusCode(303);
    creator
        .request()
        .get("/login?return=/videos&switch=true")
        .then()
        .statusCode(200)
        .body(containsString("name=\"return\" value=\"/videos\""));
  }

  @Test
  void saysWhyALoginIsNeeded() {
    var video = ApiClient.as("creator").upload("private.mp4", Mp4Header.bytes(700, 8));
    for (var id : List.of(video.getString("id"), "a".repeat(26), "odd")) {
      assertThat(loginPage("return", "/videos/" + id + "?t=90"))
          .contains("This video is private or doesn’t exist.", "for a share link")
          .doesNotContain("Log in to open this page.");
    }
    for (var path : List.of("/videos/mine", "/videos/trash", "/admin/videos?status=READY")) {
      assertThat(loginPage("return", path))
          .contains("Log in to open this page.")
          .doesNotContain("This video");
    }
    // Everybody may open the gallery.
    for (var path : List.of("/", "/videos", "//example.com/videos/x")) {
      assertThat(loginPage("return", path))
          .doesNotContain("Log in to open this page.", "This video");
    }
  }

  @Test
  void aLinkFillsInTheNameOfAnAccountOnly() {
    assertThat(loginPage("username", "anna.b-1"))
        .contains("value=\"anna.b-1\"")
        .doesNotContain("login-error");
    for (var odd : List.of("Call 555-0100", "\"><script>", "a".repeat(65), "")) {
      assertThat(loginPage("username", odd)).contains("name=\"username\" value=\"\"");
    }
  }

  @Test
  void tellsHowToGetAPassword() {
    var advice = "Ask an administrator for a link to choose a password.";
    assertThat(loginPage("return", "/")).contains("creator-demo").doesNotContain(advice);

    QuarkusMock.installMockForType(withoutDemo.accounts(), Accounts.class);

    assertThat(loginPage("return", "/")).contains(advice).doesNotContain("creator-demo");
  }

  private static String loginPage(String parameter, String value) {
    return given()
        .queryParam(parameter, value)
        .get("/login")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  @Test
  void redirectsViewersToTheVideos() {
    logIn("viewer", "viewer-demo", "/")
        .then()
        .statusCode(303)
        .header("Location", endsWith("/videos"));
    logIn("creator", "creator-demo", "/").then().header("Location", endsWith("/"));
  }

  @Test
  @Asvs("6.3.1")
  void throttlesConcurrentGuesses() throws Exception {
    // Few enough that none waits longer than the login queue allows.
    var pool = Executors.newFixedThreadPool(8);
    Callable<Integer> guess = () -> logIn("viewer3", "wrong", "/").statusCode();

    var statuses = pool.invokeAll(Collections.nCopies(40, guess));
    pool.shutdown();

    var wrong = 0;
    for (var status : statuses) {
      assertThat(status.get()).isIn(401, 429);
      wrong += status.get() == 401 ? 1 : 0;
    }
    assertThat(wrong).isEqualTo(10);
  }

  @Test
  void throttlesRepeatedGuesses() {
    for (var i = 0; i < 10; i++) {
      logIn("viewer2", "wrong" + i, "/").then().statusCode(401);
    }

    logIn("viewer2", "wrong", "/")
        .then()
        .statusCode(429)
        .header("Retry-After", notNullValue())
        .body(containsString("Too many attempts"));
    logIn("creator", "creator-demo", "/").then().statusCode(303);
  }

  @Test
  @Asvs({"7.2.2", "7.2.4", "7.4.1"})
  void endsTheSessionAtLogoutAndAtTheNextLogin() {
    var first = logIn("creator", "creator-demo", "/").cookies();
    given().cookies(first).get("/api/me").then().statusCode(200).body("name", equalTo("creator"));

    var second =
        given()
            .redirects()
            .follow(false)
            .cookies(first)
            .formParam("username", "creator")
            .formParam("password", "creator-demo")
            .post("/login")
            .cookies();
    given().cookies(first).get("/api/me").then().statusCode(401);

    given()
        .redirects()
        .follow(false)
        .cookies(second)
        .post("/logout")
        .then()
        .statusCode(303)
        .header("Clear-Site-Data", "\"cache\", \"storage\"");
    given().cookies(second).get("/api/me").then().statusCode(401);
  }

  @Test
  @Asvs("14.3.1")
  void clearsWhatTheBrowserKeptForAnotherAccount() {
    var first = logIn("creator", "creator-demo", "/").cookies();

    for (var account : List.of("creator", "viewer")) {
      var response =
          given()
              .redirects()
              .follow(false)
              .cookies(first)
              .formParam("username", account)
              .formParam("password", account + "-demo")
              .post("/login");
      first = response.cookies();
      assertThat(response.getHeader("Clear-Site-Data"))
          .isEqualTo(account.equals("creator") ? null : "\"cache\", \"storage\"");
    }
  }

  /** As when it was idle for too long, or an administrator ended it. */
  @Test
  @Asvs("14.3.1")
  void clearsWhatTheBrowserKeptForASessionThatHasEnded() {
    var ended = logIn("creator", "creator-demo", "/").cookies();
    given().redirects().follow(false).cookies(ended).post("/logout").then().statusCode(303);
    // The browser deletes the cookie of a session in the end.
    var later = new HashMap<>(ended);
    later.keySet().removeIf(name -> name.contains("session"));
    assertThat(later).hasSize(1);

    for (var kept : List.of(ended, later)) {
      assertThat(clearedAtLogin("viewer", kept)).isEqualTo("\"cache\", \"storage\"");
      // The same account still needs the handles of its unfinished files.
      assertThat(clearedAtLogin("creator", kept)).isNull();
    }
    later.replaceAll((name, value) -> "malformed!");
    assertThat(clearedAtLogin("creator", later)).isNotNull();
    logIn("viewer", "viewer-demo", "/").then().header("Clear-Site-Data", nullValue());
  }

  private static String clearedAtLogin(String account, Map<String, String> cookies) {
    var response =
        given()
            .redirects()
            .follow(false)
            .cookies(cookies)
            .formParam("username", account)
            .formParam("password", account + "-demo")
            .post("/login");
    assertThat(response.statusCode()).isEqualTo(303);
    return response.getHeader("Clear-Site-Data");
  }

  /** The address of a form can't be opened, so the login leads back to the page with the form. */
  @Test
  void loginLeadsBackToThePageWhoseFormWasSent() {
    var pages =
        Map.of(
            "http://localhost/tokens?created=1", "%2Ftokens%3Fcreated%3D1",
            "http://localhost", "%2F",
            "", "%2F",
            "http://a b", "%2F");
    pages.forEach(
        (referer, page) ->
            ApiClient.anonymous()
                .request()
                .header("Referer", referer)
                .formParam("name", "x")
                .post("/tokens")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/login?return=" + page + "&unsaved=true")));
    assertThat(loginPage("unsaved", "true"))
        .contains("You aren’t logged in, so nothing was saved.");
  }

  @Test
  void redirectsAnonymousVisitorsToTheLoginAndBack() {
    var nobody = ApiClient.anonymous();

    nobody
        .request()
        .get("/admin/videos?status=READY")
        .then()
        .statusCode(303)
        .header("Location", endsWith("/login?return=%2Fadmin%2Fvideos%3Fstatus%3DREADY"));
    ApiClient.as("creator")
        .request()
        .get("/admin/videos")
        .then()
        .statusCode(403)
        .contentType("text/html");
    ApiClient.as("admin").request().get("/admin/videos").then().statusCode(200);
  }

  @Test
  void returnsNameAndRolesOfTheCaller() {
    ApiClient.as("admin")
        .request()
        .get("/api/me")
        .then()
        .body("name", equalTo("admin"))
        .body("roles", hasItem("admin"))
        .body("roles", hasItem("creator"));
  }

  private static Response logIn(String name, String password, String returnTo) {
    return given()
        .redirects()
        .follow(false)
        .formParam("username", name)
        .formParam("password", password)
        .formParam("return", returnTo)
        .post("/login");
  }
}

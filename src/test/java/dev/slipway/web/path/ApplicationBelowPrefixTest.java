package dev.slipway.web.path;

import static dev.slipway.testing.PathPrefixProfile.PREFIX;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.PathPrefixProfile;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The application below a path prefix of a shared host. */
@QuarkusTest
@TestProfile(PathPrefixProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class ApplicationBelowPrefixTest {
  private static final Pattern ADDRESS =
      Pattern.compile("<(?<element>\\w+)[^>]*? (?:href|src|action)=\"(?<address>[^\"#][^\"]*)\"");
  private static final int LOADS_OF_A_PAGE = 10;
  private static final Pattern STORE = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/slipway-.*");

  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void linksOnlyToAddressesBelowThePrefix() {
    admin.upload("clip.mp4", Mp4Header.bytes(5_000, 1));
    admin
        .request()
        .contentType(ContentType.JSON)
        .body(Map.of("mode", "report"))
        .post("/api/reconciliations")
        .then()
        .statusCode(202);

    var seen = crawl(PREFIX + "/");

    assertThat(seen)
        .contains(PREFIX + "/videos", PREFIX + "/tokens")
        .contains(PREFIX + "/admin/inbox", PREFIX + "/admin/drift", PREFIX + "/admin/doctor")
        .anyMatch(address -> address.matches(PREFIX + "/videos/[a-z2-7]{26}"))
        .anyMatch(address -> address.matches(PREFIX + "/admin/inbox/\\d+"))
        .anyMatch(address -> address.matches(PREFIX + "/admin/drift/\\d+"))
        .anyMatch(address -> address.matches(PREFIX + "/assets/[0-9a-f]+/uploads/page.js"))
        .anyMatch(address -> address.matches(PREFIX + "/assets/[0-9a-f]+/web/icons.svg"));
  }

  @Test
  void errorPagesLoadStylesAtAnyDepth() {
    for (var path : List.of("/nothing", "/nothing/here/at/all", "/videos/" + "a".repeat(26))) {
      var page = admin.request().get(PREFIX + path);
      page.then().statusCode(404).contentType("text/html");
      assertThat(addressesOf(page)).isNotEmpty().allSatisfy(this::assertBelowPrefix);
      assertThat(addressesOf(page))
          .anyMatch(address -> address.matches(PREFIX + "/assets/[0-9a-f]+/web/base.css"));
    }
  }

  @Test
  void returnsToTheRequestedPageAfterLogin() {
    var redirect = given().redirects().follow(false).get(PREFIX + "/admin/videos?status=READY");
    redirect.then().statusCode(303);
    assertThat(redirect.getHeader("Location"))
        .endsWith(PREFIX + "/login?return=%2Fadmin%2Fvideos%3Fstatus%3DREADY");

    var form = given().urlEncodingEnabled(false).get(redirect.getHeader("Location"));
    form.then().body(containsString("action=\"" + PREFIX + "/login\""));
    form.then().body(containsString("name=\"return\" value=\"/admin/videos?status=READY\""));

    var login = logIn("admin", "/admin/videos?status=READY");
    login.then().statusCode(303);
    assertThat(login.getHeader("Location")).endsWith(PREFIX + "/admin/videos?status=READY");
    given()
        .cookies(login.cookies())
        .get(PREFIX + "/admin/videos?status=READY")
        .then()
        .statusCode(200)
        .body(containsString("status=READY\" aria-current=\"true\""));
  }

  @Test
  void redirectsOnlyToOwnPagesAfterLogin() {
    assertThat(locationAfterLogin(PREFIX + "/videos")).endsWith(PREFIX + "/videos");
    assertThat(locationAfterLogin("/videos")).endsWith(PREFIX + "/videos");
    // Other paths of the host belong to other applications.
    assertThat(locationAfterLogin("/wiki")).endsWith(PREFIX + "/wiki");
    for (var elsewhere :
        List.of(
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            PREFIX + "//evil.example")) {
      assertThat(locationAfterLogin(elsewhere)).endsWith(PREFIX + "/").doesNotContain("evil");
    }
  }

  @Test
  void cookieNameContainsThePrefix() {
    for (var cookie : logIn("creator", "/").detailedCookies()) {
      assertThat(cookie.getName()).matches("slipway_(session|account)_\\d+_tools_video");
      assertThat(cookie.getPath()).isEqualTo("/");
    }
  }

  @Test
  void locationHeadersContainThePrefix() {
    var logout = admin.request().post(PREFIX + "/logout");
    logout.then().statusCode(303);
    assertThat(logout.getHeader("Location")).endsWith(PREFIX + "/login");

    for (var address : List.of(PREFIX + "/api/uploads", "/api/uploads")) {
      var upload =
          ApiClient.as("creator")
              .request()
              .contentType(ContentType.JSON)
              .body(Map.of("fileName", "a.mp4", "contentType", "video/mp4", "size", 1))
              .post(address);
      upload.then().statusCode(201);
      assertThat(upload.getHeader("Location"))
          .matches("http://.*:\\d+" + PREFIX + "/api/uploads/[a-z2-7]{26}");
      ApiClient.as("creator").request().get(upload.getHeader("Location")).then().statusCode(200);
    }
  }

  @Test
  void redirectsToTheTrailingSlash() {
    var response = given().redirects().follow(false).get(PREFIX + "?a=1");

    response.then().statusCode(307).header("Location", equalTo(PREFIX + "/?a=1"));
    response.then().header("Content-Security-Policy", notNullValue());
  }

  @Test
  void servesRequestsWithoutThePrefix() {
    given().get("/q/health/ready").then().statusCode(200);
    admin.request().get("/api/me").then().statusCode(200).body("name", equalTo("admin"));
    given().get("/web/base.css").then().statusCode(200);
    given()
        .header("Authorization", "Bearer " + EmbeddedServicesResource.TOKEN)
        .contentType(ContentType.JSON)
        .body("{}")
        .post("/notifications/s3")
        .then()
        .statusCode(204);
    var page = admin.request().get("/videos");
    assertThat(addressesOf(page)).isNotEmpty().allSatisfy(this::assertBelowPrefix);
  }

  @Test
  void removesThePrefixOnce() {
    for (var path : List.of(PREFIX + PREFIX + "/videos", PREFIX + "os", "/tools", "/x" + PREFIX)) {
      admin.request().get(path).then().statusCode(404);
    }
  }

  @Test
  @Asvs("3.5.1")
  void enforcesLoginAndLimitsBelowThePrefix() {
    given().get(PREFIX + "/api/uploads").then().statusCode(401).body("code", notNullValue());
    admin
        .request()
        .header("Sec-Fetch-Site", "cross-site")
        .post(PREFIX + "/api/uploads")
        .then()
        .statusCode(403)
        .body("code", equalTo("cross-site-request"));
    admin
        .request()
        .contentType(ContentType.JSON)
        .body(" ".repeat(1024 * 1024 + 1))
        .post(PREFIX + "/api/uploads")
        .then()
        .statusCode(413);
    given()
        .header("Origin", PathPrefixProfile.STUDIO_ORIGIN)
        .get(PREFIX + "/uploads/client/upload.js")
        .then()
        .statusCode(200)
        .header("Cache-Control", equalTo("no-cache"))
        .header("Access-Control-Allow-Origin", PathPrefixProfile.STUDIO_ORIGIN);
  }

  @Test
  void acceptsBearerTokensBelowThePrefix() {
    var token =
        admin
            .request()
            .contentType(ContentType.JSON)
            .body(Map.of("name", "below"))
            .post(PREFIX + "/api/tokens")
            .jsonPath()
            .getString("token");

    given().auth().oauth2(token).get(PREFIX + "/api/me").then().statusCode(200);
    given().auth().oauth2(token).get(PREFIX + "/videos").then().statusCode(200);
  }

  @Test
  void openApiNamesThePrefix() {
    given()
        .get(PREFIX + "/q/openapi?format=json")
        .then()
        .statusCode(200)
        .body("servers[0].url", equalTo(PREFIX))
        .body("paths.'/api/uploads'.post", notNullValue());
    admin
        .request()
        .formParam("name", "nightly")
        .post(PREFIX + "/tokens")
        .then()
        .statusCode(200)
        .body(containsString(PREFIX + "/api/me"));
  }

  /**
   * Follows the links from a page, and loads what the pages load; returns all addresses. Each
   * filter of a listing links to all combinations with the others, so a page is loaded with few of
   * them.
   */
  private Set<String> crawl(String start) {
    var seen = new HashSet<>(Set.of(start));
    var next = new ArrayDeque<>(List.of(start));
    var loadsOf = new HashMap<String, Integer>();
    while (!next.isEmpty()) {
      var address = next.pop();
      var response = admin.request().urlEncodingEnabled(false).get(address);
      assertThat(response.statusCode()).as(address).isIn(200, 303);
      if (response.statusCode() == 303) {
        // A download is redirected to the store.
        assertThat(response.getHeader("Location"))
            .as(address)
            .matches(
                location -> STORE.matcher(location).matches() || location.contains(PREFIX + "/"));
      } else if (response.contentType().startsWith("text/html")) {
        for (var found : addressesOf(response)) {
          assertThat(found).as(address).startsWith(PREFIX + "/");
          if (seen.add(found) && loadsOf.merge(pageOf(found), 1, Integer::sum) <= LOADS_OF_A_PAGE) {
            next.add(found);
          }
        }
      }
    }
    return seen;
  }

  /** The path without ids and query. */
  private static String pageOf(String address) {
    return address.replaceFirst("\\?.*", "").replaceAll("/(?:[a-z2-7]{26}|\\d+)(?=/|$)", "/id");
  }

  /** The addresses on this host, without form actions, which need a POST. */
  private static List<String> addressesOf(Response page) {
    return ADDRESS
        .matcher(page.body().asString())
        .results()
        .peek(hit -> assertFormBelowPrefix(hit.group(1), hit.group(2)))
        .filter(hit -> !hit.group(1).equals("form"))
        // Links to sources on the web.
        .filter(hit -> !(hit.group(1).equals("a") && hit.group(2).startsWith("https://")))
        .map(hit -> hit.group(2).replace("&amp;", "&").replaceFirst("#.*", ""))
        .filter(address -> !STORE.matcher(address).matches())
        .toList();
  }

  private static void assertFormBelowPrefix(String element, String address) {
    if (element.equals("form")) {
      assertThat(address).startsWith(PREFIX + "/");
    }
  }

  private void assertBelowPrefix(String address) {
    assertThat(address).startsWith(PREFIX + "/");
  }

  private static String locationAfterLogin(String returnTo) {
    return logIn("creator", returnTo).getHeader("Location");
  }

  private static Response logIn(String name, String returnTo) {
    return given()
        .redirects()
        .follow(false)
        .formParam("username", name)
        .formParam("password", name + "-demo")
        .formParam("return", returnTo)
        .post(PREFIX + "/login");
  }
}

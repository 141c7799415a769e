package dev.slipway.catalogue.share;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.account.Role;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Asvs;
import dev.slipway.testing.CapturedLog;
import dev.slipway.testing.MetricsScrape;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.TestAccount;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Opens share links as visitors and as attackers do. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ShareOpeningTest {
  private static final String PASSWORD = "correct horse";
  private static final String DOWNLOAD_BUTTON = "class=\"button\" href=\"/videos/%s/download\"";
  private static final byte[] BYTES = Mp4Header.bytes(1_200, 7);

  @Inject EntityManager entities;

  private final ApiClient creator = ApiClient.as("creator");
  private final ShareClient visitor = new ShareClient();
  private final ShareClient second = new ShareClient();
  private String id;

  @BeforeEach
  void upload() {
    id = creator.upload("secret name.mp4", BYTES).getString("id");
    change(id, Map.of("title", "Harbour"));
    QuarkusTransaction.requiringNew()
        .run(() -> entities.createNativeQuery("delete from login_failure").executeUpdate());
  }

  @Test
  @Asvs("8.2.2")
  void letsAVisitorWatchThisVideoOnly() {
    var other = creator.upload("other.mp4", Mp4Header.bytes(1_300, 8)).getString("id");

    visitor
        .navigate(link(Map.of()) + "?t=1:02:30")
        .statusCode(303)
        .header("Location", endsWith("/videos/" + id + "?t=1:02:30"))
        .header("Referrer-Policy", "strict-origin")
        .header("X-Robots-Tag", containsString("noindex"));

    page(visitor, id)
        .statusCode(200)
        .body(containsString("Harbour"))
        .body(containsString("player"));
    facts(visitor, id).statusCode(200).body("title", equalTo("Harbour"));
    urls(visitor, id, "play", null).statusCode(201);
    for (var path : List.of("/videos/" + other, "/videos/" + other + "/download")) {
      visitor
          .request()
          .get(path)
          .then()
          .statusCode(303)
          .header("Location", containsString("/login"));
    }
    facts(visitor, other).statusCode(401);
    urls(visitor, other, "play", null).statusCode(401);
    page(second, id).statusCode(303).header("Location", containsString("/login"));
  }

  @Test
  void showsNoPrivateVideoInFramesOfOtherPages() {
    visitor.navigate(link(Map.of()));
    var embedded = "/videos/" + id + "/embed";

    visitor
        .request()
        .get(embedded)
        .then()
        .statusCode(404)
        .body(not(containsString("Harbour")))
        .body(not(containsString("X-Amz-Signature")));
    change(id, Map.of("visibility", "unlisted"));
    visitor.request().get(embedded).then().statusCode(200).body(containsString("Harbour"));
  }

  @Test
  @Asvs("8.2.3")
  void showsNoManagementFactsAndPermitsNoChange() {
    visitor.navigate(link(Map.of()));

    facts(visitor, id)
        .body("fileName", nullValue())
        .body("location", nullValue())
        .body("etag", nullValue())
        .body("checksumSha256", nullValue());
    page(visitor, id)
        .body(not(containsString("secret name")))
        .body(not(containsString("timeline")))
        .body(not(containsString("/shares\"")));
    visitor
        .request()
        .contentType(JSON)
        .body(Map.of("title", "Mine"))
        .patch("/api/videos/" + id)
        .then()
        .statusCode(401);
    visitor.request().delete("/api/videos/" + id).then().statusCode(401);
    visitor.request().get("/api/videos/" + id + "/shares").then().statusCode(401);
    urls(visitor, id, "delete", null).statusCode(401);
    urls(visitor, id, "play", null).body("url", not(containsString("secret")));
  }

  @Test
  void allowsTheDownloadOnlyIfTheLinkDoes() {
    visitor.navigate(link(Map.of()));
    second.navigate(link(Map.of("allowDownload", true)));

    urls(visitor, id, "download", null).statusCode(403);
    visitor.request().get("/videos/" + id + "/download").then().statusCode(403);
    page(visitor, id)
        .body(not(containsString("/videos/" + id + "/download")))
        .body(not(containsString("Copy link at this time")));
    creator
        .request()
        .get("/videos/{id}", id)
        .then()
        .body(containsString("/videos/" + id + "/download"))
        .body(containsString("Copy link at this time"));
    urls(second, id, "download", null).statusCode(201);
    second
        .request()
        .get("/videos/" + id + "/download")
        .then()
        .statusCode(303)
        .header("Location", containsString("Harbour%20%5B" + id + "%5D.mp4"));
    page(second, id).body(containsString(DOWNLOAD_BUTTON.formatted(id)));
  }

  @Test
  void signsShortUrlsThatEndWithTheLink() {
    visitor.navigate(link(Map.of()));
    assertThat(lifetime(urls(visitor, id, "play", 3_600))).isEqualTo(Duration.ofMinutes(15));
    assertThat(lifetime(urls(visitor, id, "play", 30))).isEqualTo(Duration.ofSeconds(30));

    second.navigate(link(Map.of("expiresIn", 300)));
    assertThat(lifetime(urls(second, id, "play", 3_600)))
        .isLessThanOrEqualTo(Duration.ofMinutes(5))
        .isGreaterThan(Duration.ofMinutes(3));
  }

  @Test
  void urlsOfPicturesEndWithTheLinkToo() {
    execute(
        "update video set poster = 'aaaaaaaaaaaaaaaaaaaaaaaaaa', poster_width = 64,"
            + " poster_height = 36, poster_placeholder = 'data:,' where id = ?1");
    visitor.navigate(link(Map.of()));
    second.navigate(link(Map.of("expiresIn", 300)));

    assertThat(lifetimeOfPoster(facts(visitor, id))).isEqualTo(Duration.ofMinutes(15));
    assertThat(lifetimeOfPoster(facts(second, id))).isLessThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(lifetimeOfPoster(creator.request().get("/api/videos/{id}", id).then()))
        .isEqualTo(Duration.ofHours(12));
  }

  @Test
  void theListOfOwnVideosCopiesTheirAddresses() {
    change(id, Map.of("visibility", "unlisted"));

    creator
        .request()
        .get("/videos/mine")
        .then()
        .statusCode(200)
        .body(matchesPattern("(?s).*data-copy=\"http://[^\"]+/videos/" + id + "\".*"));
  }

  @Test
  void revocationAndExpiryEndGrantsAtOnce() {
    visitor.navigate(link(Map.of()));
    var path = link(Map.of());
    second.navigate(path);
    String newest = creator.request().get("/api/videos/{id}/shares", id).path("[0].id");

    creator.request().delete("/api/videos/{id}/shares/{link}", id, newest).then().statusCode(204);

    page(second, id)
        .statusCode(403)
        .body(containsString("has ended"))
        .body(containsString("href=\"/login?return=%2Fvideos%2F" + id + "\">Log in</a>"))
        .body(not(containsString("Harbour")));
    second.request().get("/videos/" + id + "/download").then().statusCode(403);
    urls(second, id, "play", null).statusCode(401);
    second.navigate(path).statusCode(404).body(containsString("doesn’t work"));
    page(visitor, id).statusCode(200);

    execute(
        "update share_grant set created_at = now() - interval '2 days', expires_at = now()"
            + " where link_id in (select id from share_link where video_id = ?1)");
    page(visitor, id).statusCode(403).body(containsString("has ended"));
  }

  @Test
  void anEndedLinkHidesTheLoginOfNoOtherVideo() {
    var other = creator.upload("other.mp4", Mp4Header.bytes(1_300, 9)).getString("id");
    visitor.navigate(link(Map.of()));
    execute("delete from share_link where video_id = ?1");

    page(visitor, id).statusCode(403);
    page(visitor, other).statusCode(303).header("Location", containsString("/login?return="));
  }

  @Test
  void sharesACookieWithNoOtherLink() {
    var other = creator.upload("other.mp4", Mp4Header.bytes(1_300, 9)).getString("id");
    visitor.navigate(link(Map.of()));
    second.navigate(ShareClient.create(creator, other, Map.of()));
    var name = visitor.cookies.keySet().iterator().next();
    var otherName = second.cookies.keySet().iterator().next();

    // The token of one link in the cookie of another one, under either name.
    var attacker = new ShareClient();
    attacker.cookies.put(otherName, visitor.cookies.get(name));
    page(attacker, other).statusCode(303);
    page(attacker, id).statusCode(403).body(not(containsString("player")));

    visitor.cookies.put(name, "x" + visitor.cookies.get(name));
    page(visitor, id).statusCode(403);
  }

  @Test
  @Asvs({"3.3.2", "3.3.4"})
  void setsAHostOnlyCookieThatScriptsCannotRead() {
    var cookie = visitor.navigate(link(Map.of())).extract().header("Set-Cookie");

    assertThat(cookie)
        .contains(
            "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=" + Duration.ofDays(7 + 30).toSeconds())
        .doesNotContain("Domain")
        .matches("slipway_share_[a-z2-7]{26}_\\d+=.*");
  }

  /** They may no longer manage the video, so what they shared rests. */
  @Test
  @Asvs("8.2.2")
  void linksRestWhileTheirCreatorHasALesserRole() {
    var administrator = TestAccount.with(Role.ADMIN);
    var manager = ApiClient.with(administrator.logIn("Firefox/140.0 (Linux)"));
    var path = ShareClient.create(manager, id, Map.of());
    visitor.navigate(path).statusCode(303);

    for (var role : List.of("creator", "viewer")) {
      setRole(administrator, role);
      facts(visitor, id).statusCode(401);
      visitor.navigate(path).statusCode(410);
    }
    setRole(administrator, "admin");
    facts(visitor, id).statusCode(200);
    visitor.navigate(path).statusCode(303);
  }

  @Test
  void linksOfAnOwnerRestWhileTheOwnerIsAViewer() {
    var owner = TestAccount.creator();
    var client = ApiClient.with(owner.logIn("Firefox/140.0 (Linux)"));
    var video = client.upload("clip.mp4", Mp4Header.bytes(1_400, 3)).getString("id");
    var path = ShareClient.create(client, video, Map.of());
    var unfinished =
        client.open("clip.mp4", "video/mp4", Mp4Header.bytes(1_400, 4)).getString("id");
    var early = ShareClient.create(client, unfinished, Map.of());
    visitor.navigate(path).statusCode(303);
    var answer = second.navigate(early).extract().statusCode();

    setRole(owner, "viewer");
    facts(visitor, video).statusCode(401);
    visitor.navigate(early).statusCode(410);

    setRole(owner, "creator");
    facts(visitor, video).statusCode(200);
    visitor.navigate(early).statusCode(answer);
  }

  private static void setRole(TestAccount account, String role) {
    ApiClient.as("admin")
        .request()
        .contentType(JSON)
        .body(Map.of("role", role))
        .patch("/api/accounts/{name}", account.name())
        .then()
        .statusCode(200);
  }

  @Test
  @Asvs("3.3.5")
  void keepsAtMostTwentyGrantsInABrowser() {
    var links = Stream.generate(() -> link(Map.of())).limit(VisitorGrants.MAX_COOKIES + 3).toList();
    for (var link : links) {
      visitor.navigate(link).statusCode(303);
    }

    assertThat(visitor.cookies).hasSize(VisitorGrants.MAX_COOKIES);
    page(visitor, id).statusCode(200);
    var newest = Set.copyOf(visitor.cookies.keySet());
    // Opening one of the newest again needs no further grant, and issues no cookie.
    for (var link : links.subList(3, links.size())) {
      visitor.navigate(link).statusCode(303);
    }
    assertThat(visitor.cookies.keySet()).isEqualTo(newest);
  }

  @Test
  void endedGrantsMakeRoomForNewOnes() {
    var other = creator.upload("other.mp4", Mp4Header.bytes(1_300, 9)).getString("id");
    visitor.navigate(ShareClient.create(creator, other, Map.of())).statusCode(303);
    for (var i = 1; i < VisitorGrants.MAX_COOKIES; i++) {
      visitor.navigate(link(Map.of())).statusCode(303);
    }
    execute("delete from share_link where video_id = ?1");

    visitor.navigate(link(Map.of())).statusCode(303);

    assertThat(visitor.cookies).hasSize(VisitorGrants.MAX_COOKIES);
    page(visitor, other).statusCode(200);
    page(visitor, id).statusCode(200);
  }

  @Test
  void countsAUseOnceForEachBrowser() {
    var path = link(Map.of("maxUses", 2));

    visitor.navigate(path).statusCode(200).body(containsString("Watch"));
    visitor.press(path, "").statusCode(303);
    visitor.navigate(path).statusCode(303);
    visitor.press(path, "").statusCode(303);
    assertThat(uses()).isEqualTo(1);

    second.press(path, "").statusCode(303);
    assertThat(uses()).isEqualTo(2);
    new ShareClient().navigate(path).statusCode(410).body(containsString("used up"));
    new ShareClient().press(path, "").statusCode(410);
    page(visitor, id).statusCode(200);
    visitor.navigate(path).statusCode(303);
    creator
        .request()
        .get("/api/videos/{id}/shares", id)
        .then()
        .body("[0].state", equalTo("USED_UP"));
  }

  @Test
  void countsTheSameFormOnce() throws Exception {
    var path = link(Map.of("maxUses", 1));
    var form = formToken(visitor.navigate(path).statusCode(200));
    var calls = new ArrayList<Callable<String>>();
    for (var i = 0; i < 8; i++) {
      // The browser doesn't get a response before it sends the form again.
      calls.add(
          () ->
              send(new ShareClient(), path, "", form)
                  .statusCode(303)
                  .extract()
                  .cookies()
                  .toString());
    }
    var pool = Executors.newFixedThreadPool(4);
    var cookies = new ArrayList<String>();
    try {
      for (var cookie : pool.invokeAll(calls)) {
        cookies.add(cookie.get());
      }
    } finally {
      pool.shutdown();
    }

    assertThat(cookies).containsOnly(cookies.get(0)).allMatch(cookie -> cookie.contains(form));
    assertThat(uses()).isEqualTo(1);
    visitor.cookies.putAll(send(visitor, path, "", form).statusCode(303).extract().cookies());
    page(visitor, id).statusCode(200);
    send(second, path, "", formToken(link(Map.of("maxUses", 1)))).statusCode(410);
  }

  @Test
  void theFormOfOneLinkOpensNoOther() {
    var path = link(Map.of("maxUses", 2));
    var form = formToken(path);
    send(visitor, path, "", form).statusCode(303);
    var secured = link(Map.of("password", PASSWORD));
    var revoked = link(Map.of("maxUses", 2));

    send(second, secured, "wrong horse", form).statusCode(403);
    for (var guess : List.of(form, "", "a", form + "=")) {
      var browser = new ShareClient();
      var cookies = send(browser, secured, PASSWORD, guess).statusCode(303).extract().cookies();
      assertThat(cookies.values()).doesNotContain(guess);
      browser.cookies.putAll(cookies);
      page(browser, id).statusCode(200);
    }

    var spent = formToken(revoked);
    send(second, revoked, "", spent).statusCode(303);
    String newest = creator.request().get("/api/videos/{id}/shares", id).path("[0].id");
    creator.request().delete("/api/videos/{id}/shares/{link}", id, newest).then().statusCode(204);
    send(second, revoked, "", spent).statusCode(404);
  }

  @Test
  void previewsUseUpNothing() {
    var path = link(Map.of());
    var limited = link(Map.of("maxUses", 1));
    for (var address : List.of(path, limited)) {
      var bot = new ShareClient();
      bot.request().head(address).then().statusCode(200);
      bot.request().get(address).then().statusCode(200).body(containsString("Watch"));
      bot.request()
          .headers("Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document")
          .header("Sec-Purpose", "prefetch;prerender")
          .get(address)
          .then()
          .statusCode(200);
      bot.request()
          .headers("Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image")
          .get(address)
          .then()
          .statusCode(200);
      assertThat(bot.cookies).isEmpty();
    }
    assertThat(uses()).isZero();

    visitor
        .request()
        .headers("Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document")
        .head(path)
        .then()
        .statusCode(200);
    assertThat(uses()).isZero();
  }

  @Test
  void givesTheLastUseToOneBrowser() throws Exception {
    var path = link(Map.of("maxUses", 1));
    var calls = new ArrayList<Callable<Integer>>();
    for (var i = 0; i < 12; i++) {
      calls.add(() -> new ShareClient().press(path, "").extract().statusCode());
    }
    var pool = Executors.newFixedThreadPool(6);
    var statuses = new ArrayList<Integer>();
    try {
      for (var status : pool.invokeAll(calls)) {
        statuses.add(status.get());
      }
    } finally {
      pool.shutdown();
    }

    assertThat(statuses).containsOnly(303, 410).containsOnlyOnce(303);
    assertThat(uses()).isEqualTo(1);
  }

  @Test
  void asksForThePassword() {
    var path = link(Map.of("password", PASSWORD));

    visitor.navigate(path).statusCode(200).body(containsString("type=\"password\""));
    page(visitor, id).statusCode(303);
    visitor.press(path, "wrong horse").statusCode(403).body(containsString("password is wrong"));
    visitor.press(path, "").statusCode(403);
    visitor.press(path, PASSWORD + "x".repeat(80)).statusCode(403);
    visitor.press(path + "?t=90", PASSWORD).statusCode(303).header("Location", endsWith("?t=90"));
    page(visitor, id).statusCode(200);
    visitor.navigate(path).statusCode(303);
  }

  @Test
  @Asvs("6.3.1")
  void throttlesGuessesOfThePassword() {
    var path = link(Map.of("password", PASSWORD));
    for (var i = 0; i < 10; i++) {
      visitor.press(path, "guess " + i).statusCode(403);
    }

    visitor
        .press(path, PASSWORD)
        .statusCode(429)
        .header("Retry-After", "60")
        .body(containsString("Too many attempts"));
    second.press(link(Map.of("password", PASSWORD)), PASSWORD).statusCode(303);
    assertThat(uses()).isEqualTo(1);
  }

  @Test
  void rejectsGuessedTokens() {
    var path = link(Map.of());
    for (var guess :
        List.of(
            "/share/" + "A".repeat(43),
            path.substring(0, path.length() - 1),
            path + "A",
            "/share/" + id,
            "/share/%00",
            "/share/" + "y".repeat(2_000))) {
      visitor.navigate(guess).statusCode(404);
    }
    visitor.request().get("/share/").then().statusCode(404);
  }

  @Test
  void otherSitesCannotOpenALink() {
    visitor
        .request()
        .header("Sec-Fetch-Site", "cross-site")
        .formParam("password", "")
        .post(link(Map.of("maxUses", 1)))
        .then()
        .statusCode(403);
    assertThat(uses()).isZero();
  }

  @Test
  void tellsVisitorsNothingAboutARemovedVideo() {
    visitor.navigate(link(Map.of()));
    var path = link(Map.of("maxUses", 5));
    creator.request().delete("/api/videos/{id}", id).then().statusCode(200);

    for (var answer : List.of(page(visitor, id), facts(visitor, id))) {
      answer
          .statusCode(404)
          .body(containsString("available"))
          .body(not(containsString("Harbour")))
          .body(not(containsString("trash")));
    }
    urls(visitor, id, "play", null).statusCode(404);
    second
        .navigate(path)
        .statusCode(410)
        .body(containsString("isn’t available"))
        .body(not(containsString("Harbour")));

    creator.request().post("/api/videos/{id}/restoration", id).then().statusCode(200);
    page(visitor, id).statusCode(200);
    execute("update video set status = 'REJECTED', rejection = 'NOT_A_VIDEO' where id = ?1");
    page(visitor, id).statusCode(404).body(not(containsString("rejected")));
    second.press(path, "").statusCode(410);
    assertThat(uses()).isEqualTo(1);
  }

  @Test
  void waitsWhileTheVideoIsChecked() {
    visitor.navigate(link(Map.of()));
    execute("update video set status = 'PROCESSING' where id = ?1");

    page(visitor, id)
        .statusCode(200)
        .body(containsString("isn’t available yet"))
        .body(containsString("has been checked"))
        .body(not(containsString("Harbour")));
    page(second, id).statusCode(303);
    facts(visitor, id).statusCode(404);

    change(id, Map.of("visibility", "unlisted"));
    page(second, id).statusCode(200).body(containsString("has been checked"));
    execute("update video set status = 'READY' where id = ?1");
    page(second, id).statusCode(200).body(containsString("player"));
  }

  @Test
  void doesNotCountPeopleWhoMayManageTheVideo() {
    var path = link(Map.of("maxUses", 1, "password", PASSWORD));
    for (var manager : List.of(creator, ApiClient.as("admin"))) {
      manager.request().urlEncodingEnabled(false).get(path).then().statusCode(303);
    }
    assertThat(uses()).isZero();
    ApiClient.as("creator2").request().get(path).then().statusCode(200);
  }

  @Test
  @Asvs({"14.2.1", "16.2.5"})
  void logsNoToken() {
    var path = link(Map.of());
    try (var log = CapturedLog.ofAll()) {
      visitor.navigate(path);
      visitor
          .request()
          .header("Sec-Fetch-Site", "cross-site")
          .header("X-Forwarded-For", "192.0.2.44")
          .post(path)
          .then()
          .statusCode(403);
      visitor.request().put(path).then().statusCode(405);
      assertThat(log.all()).noneMatch(line -> line.contains(path));
    }
  }

  @Test
  void countsOpenings() {
    var before = MetricsScrape.now();
    visitor.navigate(link(Map.of()));
    visitor.navigate("/share/" + "A".repeat(43));
    var after = MetricsScrape.now();

    for (var outcome : List.of("granted", "unknown")) {
      var name = "slipway_share_openings_total{outcome=\"" + outcome + "\"}";
      assertThat(after.value(name) - before.value(name)).isEqualTo(1);
    }
    assertThat(after.text()).doesNotContain("A".repeat(43));
  }

  private static String formToken(String path) {
    return formToken(new ShareClient().navigate(path).statusCode(200));
  }

  private static String formToken(ValidatableResponse form) {
    var html = form.extract().asString();
    return html.replaceFirst("(?s).*name=\"grant\" value=\"([A-Za-z0-9_-]{43})\".*", "$1");
  }

  private static ValidatableResponse send(
      ShareClient client, String path, String password, String form) {
    return client
        .request()
        .formParam("password", password)
        .formParam("grant", form)
        .post(path)
        .then();
  }

  private String link(Map<String, Object> terms) {
    return ShareClient.create(creator, id, terms);
  }

  private long uses() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                ((Number)
                        entities
                            .createNativeQuery(
                                "select coalesce(sum(uses), 0) from share_link where video_id = ?1")
                            .setParameter(1, id)
                            .getSingleResult())
                    .longValue());
  }

  private void execute(String change) {
    QuarkusTransaction.requiringNew()
        .run(() -> entities.createNativeQuery(change).setParameter(1, id).executeUpdate());
  }

  private void change(String video, Map<String, Object> details) {
    creator
        .request()
        .contentType(JSON)
        .body(details)
        .patch("/api/videos/{id}", video)
        .then()
        .statusCode(200);
  }

  private static ValidatableResponse page(ShareClient client, String video) {
    return client.request().get("/videos/" + video).then();
  }

  private static ValidatableResponse facts(ShareClient client, String video) {
    return client.request().get("/api/videos/" + video).then();
  }

  private static ValidatableResponse urls(
      ShareClient client, String video, String operation, Integer expiresIn) {
    Map<String, Object> body =
        expiresIn == null
            ? Map.of("operation", operation)
            : Map.of("operation", operation, "expiresIn", expiresIn);
    return client
        .request()
        .contentType(JSON)
        .body(body)
        .post("/api/videos/" + video + "/urls")
        .then();
  }

  private static Duration lifetimeOfPoster(ValidatableResponse facts) {
    String url = facts.statusCode(200).extract().path("posterUrl");
    return lifetime(url);
  }

  /** As the URL states it. */
  private static Duration lifetime(ValidatableResponse signed) {
    return lifetime(
        signed.statusCode(201).body("expiresAt", notNullValue()).extract().<String>path("url"));
  }

  private static Duration lifetime(String url) {
    var seconds = url.replaceFirst(".*X-Amz-Expires=(\\d+).*", "$1");
    return Duration.ofSeconds(Long.parseLong(seconds));
  }
}

package dev.slipway.catalogue.pages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.ObjectStore;
import dev.slipway.storage.RandomId;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.TestAccount;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class VideoPagesTest {
  private static final byte[] BYTES = Mp4Header.bytes(1_000, 3);

  @Inject EntityManager entities;
  @Inject ObjectStore store;

  private final ApiClient creator = ApiClient.as("creator");
  private final ApiClient other = ApiClient.as("creator2");
  private final ApiClient anonymous = ApiClient.anonymous();

  @Test
  void redirectsToAFreshDownload() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");

    var location = download(creator, id).statusCode(303).header("Cache-Control", "no-store");

    var url = location.extract().header("Location");
    var answer = given().urlEncodingEnabled(false).get(url);
    answer
        .then()
        .statusCode(200)
        .header("Content-Disposition", containsString("attachment; filename=\"clip.mp4\""));
    assertThat(answer.asByteArray()).isEqualTo(BYTES);
  }

  /** No job would make a poster of the choice. */
  @Test
  void offersNoChoiceOfThePosterWhileProcessingIsSwitchedOff() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");

    creator
        .request()
        .get("/videos/" + id)
        .then()
        .statusCode(200)
        .body(containsString("id=\"player\""))
        .body(not(containsString("id=\"poster-picker\"")));
  }

  @Test
  void searchesTheVideosThatTheVisitorMayList() {
    var id = creator.upload("zanzibar-4711.mp4", BYTES).getString("id");
    creator
        .request()
        .contentType(ContentType.JSON)
        .body("{\"title\": \"Zanzibar 100%\"}")
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);

    var link = "href=\"/videos/" + id + "\"";
    for (var words : List.of("zanzibar", "100% ZANZ", "creator zanzibar", "zanzibar-4711")) {
      assertThat(gallery(creator, words, 200)).contains(link).contains("1 video for");
    }
    assertThat(gallery(creator, "zanzibar elsewhere", 200))
        .doesNotContain(link)
        .contains("No matching videos");
    // It is private.
    assertThat(gallery(other, "zanzibar", 200)).doesNotContain(link).contains("0 videos for");
    assertThat(gallery(anonymous, "zanzibar", 200)).doesNotContain(link);

    publish(id);
    assertThat(gallery(anonymous, "zanzibar", 200)).contains(link);
    // Only the owner knows the name of the file.
    assertThat(gallery(anonymous, "zanzibar-4711", 200)).doesNotContain(link);
  }

  @Test
  void tilesShowTheDurationOnly() {
    var id = creator.upload("tile-5120.mp4", BYTES).getString("id");
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                entities
                    .createNativeQuery("update video set duration_millis = 83000 where id = ?1")
                    .setParameter(1, id)
                    .executeUpdate());

    var page = gallery(creator, "tile-5120", 200);

    assertThat(page)
        .contains(
            "<span class=\"poster-duration\">1:23</span>",
            "<span class=\"visually-hidden\"> · duration 1:23</span>")
        .doesNotContain("MP4", "1.0 kB", "1,000 bytes");
  }

  @Test
  void continuesASearchOnTheNextPage() {
    var stem = "batch" + System.nanoTime();
    for (var i = 0; i < 25; i++) {
      creator.upload(stem + "-" + i + ".mp4", BYTES);
    }

    var first = gallery(creator, stem, 200);

    assertThat(first).contains("25 videos for");
    var second = follow(first, "next");
    var title = Pattern.compile(stem + "-\\d+(?=</bdi>)");
    assertThat(second).contains("25 videos for");
    assertThat(Stream.of(first, second).flatMap(page -> title.matcher(page).results()))
        .extracting(MatchResult::group)
        .hasSize(25)
        .doesNotHaveDuplicates();
    assertThat(title.matcher(follow(second, "prev")).results().map(MatchResult::group))
        .containsExactlyElementsOf(title.matcher(first).results().map(MatchResult::group).toList());
  }

  @Test
  void goesBackToTheNewestVideos() {
    for (var number = 0; number < 25; number++) {
      creator.upload("clip.mp4", BYTES);
    }
    var tile = Pattern.compile("<h2><a href=\"/videos/(\\w+)\"");
    var first = list(creator, Map.of());
    assertThat(first).doesNotContain("rel=\"prev\"", ">First</a>");

    var second = follow(first, "next");
    assertThat(second).contains(">First</a>");
    var back = follow(second, "prev");

    assertThat(back).doesNotContain("rel=\"prev\"", ">First</a>");
    assertThat(tile.matcher(back).results().map(MatchResult::group))
        .containsExactlyElementsOf(tile.matcher(first).results().map(MatchResult::group).toList());
  }

  private String follow(String page, String direction) {
    var link = Pattern.compile("rel=\"" + direction + "\" href=\"([^\"]+)\"").matcher(page);
    assertThat(link.find()).isTrue();
    return creator
        .request()
        .urlEncodingEnabled(false)
        .get(link.group(1).replace("&amp;", "&"))
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  @Test
  void explainsWhatCannotBeSearchedFor() {
    for (var words : List.of("ab", "- -", "x".repeat(101), "a b c d e f g h i j")) {
      assertThat(gallery(anonymous, words, 400))
          .contains("Enter a word with three or more letters or digits.")
          .contains("value=\"" + words + "\"")
          .doesNotContain("No videos yet");
    }
    assertThat(gallery(anonymous, "  ", 200)).doesNotContain("Enter a word");
  }

  @Test
  void listsTheVideosWithATag() {
    var id = creator.upload("tagged-zebra.mp4", BYTES).getString("id");
    var hidden = creator.upload("hidden.mp4", BYTES).getString("id");
    var tag = "Zebra & <i>herd</i>";
    var link = "href=\"/videos?tag=Zebra+%26+%3Ci%3Eherd%3C%2Fi%3E\"";
    patch(id, Map.of("tags", List.of(tag), "visibility", "public"));
    patch(hidden, Map.of("tags", List.of(tag)));

    page(anonymous, id).statusCode(200).body(containsString(link));
    assertThat(list(anonymous, Map.of("tag", tag.toLowerCase(Locale.ROOT))))
        .contains("/videos/" + id + "\"")
        .doesNotContain("/videos/" + hidden + "\"")
        .contains("1 video with the tag “<bdi>zebra &amp; &lt;i&gt;herd&lt;/i&gt;</bdi>”")
        .contains("Show all videos");
    assertThat(list(creator, Map.of("tag", tag))).contains("2 videos with the tag");
    assertThat(list(anonymous, Map.of("tag", tag, "q", "zebra")))
        .contains("1 video for “<bdi>zebra</bdi>” with the tag");
    assertThat(list(anonymous, Map.of("tag", tag, "q", "elsewhere")))
        .contains("0 videos for", "None of the videos that you can see matches.");
  }

  @Test
  void listsTheVideosOfAnOwner() {
    var account = TestAccount.creator();
    var owner = ApiClient.with(account.logIn("Test"));
    var id = owner.upload("clip.mp4", BYTES).getString("id");
    publish(owner, id);
    var link = "href=\"/videos?owner=" + account.name() + "\"";

    page(anonymous, id).statusCode(200).body(containsString(link));
    assertThat(list(anonymous, Map.of("owner", account.name())))
        .contains("1 video of <bdi>" + account.name() + "</bdi>")
        .contains("/videos/" + id + "\"")
        .contains(link);
  }

  @Test
  void continuesTheListOfATagOnTheNextPage() {
    var tag = "tag" + UUID.randomUUID();
    for (var number = 0; number < 25; number++) {
      patch(creator.upload("clip.mp4", BYTES).getString("id"), Map.of("tags", List.of(tag)));
    }

    assertThat(list(creator, Map.of("tag", tag)))
        .contains("25 videos with the tag")
        .containsPattern("rel=\"next\" href=\"/videos\\?after=[^\"]+&amp;tag=" + tag + "\"");
  }

  private static String list(ApiClient client, Map<String, String> parameters) {
    return client
        .request()
        .queryParams(parameters)
        .get("/videos")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private static String gallery(ApiClient client, String words, int status) {
    return client
        .request()
        .queryParam("q", words)
        .get("/videos")
        .then()
        .statusCode(status)
        .contentType(ContentType.HTML)
        .extract()
        .asString();
  }

  @Test
  void leadsFromACancelledUploadAndADeletedVideoToOthers() {
    var cancelled = creator.open("cancelled.mp4", "video/mp4", BYTES).getString("id");
    creator.request().delete("/api/uploads/{id}", cancelled).then().statusCode(204);
    var deleted = creator.upload("deleted.mp4", BYTES).getString("id");
    creator.request().delete("/api/videos/{id}?permanently=true", deleted).then().statusCode(204);

    for (var id : List.of(cancelled, deleted)) {
      var page = creator.request().get("/videos/" + id).asString();
      assertThat(page.substring(page.indexOf("class=\"unplayable\""), page.indexOf("watch-head")))
          .contains("href=\"/videos/mine\"", "Your videos<", "href=\"/\"", "Upload a video<");
    }
  }

  @Test
  void showsWhoCanSeeAVideo() {
    var id = creator.upload("seen.mp4", BYTES).getString("id");

    assertThat(head(id)).containsPattern(chip("lock", "Private"));
    makeVisible(id, "unlisted");
    assertThat(head(id)).containsPattern(chip("link", "Unlisted"));
    assertThat(gallery(creator, "seen", 200)).containsPattern(chip("link", "Unlisted"));
    publish(id);
    assertThat(head(id)).doesNotContain("class=\"chip\"");
  }

  @Test
  void explainsTheVisibilityInTheSameWordsEverywhere() {
    var id = creator.upload("explained.mp4", BYTES).getString("id");

    for (var path : List.of("/", "/videos/" + id)) {
      assertThat(creator.request().get(path).asString())
          .contains(
              ">Private: you and administrators</option>",
              ">Unlisted: everybody with the link</option>",
              ">Public: everybody, listed under Videos</option>");
    }
  }

  /** The part of the page between the player and the forms. */
  private String head(String id) {
    var page = creator.request().get("/videos/" + id).asString();
    return page.substring(page.indexOf("watch-head"), page.indexOf("id=\"edit\""));
  }

  private static String chip(String icon, String word) {
    return "icons\\.svg#" + icon + "\"/></svg>\\s*" + word + "<";
  }

  private void publish(String id) {
    makeVisible(id, "public");
  }

  private void makeVisible(String id, String visibility) {
    creator
        .request()
        .contentType(ContentType.JSON)
        .body(Map.of("visibility", visibility))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
  }

  @Test
  void refusesDownloadsToOthers() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");

    download(other, id).statusCode(404);
    download(anonymous, id)
        .statusCode(303)
        .header("Location", endsWith("/login?return=%2Fvideos%2F" + id + "%2Fdownload"));
  }

  @Test
  void explainsThatAFileIsMissing() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    store.remove(ObjectKey.ofSource(new RandomId(id)));

    // Before and after the notification of the removal.
    expectMissing(id);
    Eventually.holds("the video can't be played", () -> !isPlayable(id));
    expectMissing(id);
  }

  private boolean isPlayable(String id) {
    return creator.request().get("/api/videos/{id}", id).jsonPath().getBoolean("playable");
  }

  private void expectMissing(String id) {
    download(creator, id)
        .statusCode(409)
        .contentType(ContentType.HTML)
        .body(containsString("missing from the store"));
  }

  @Test
  void showsTheTimelineToPeopleWhoMayManageTheVideo() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    publish(creator, id);

    for (var manager : List.of(creator, ApiClient.as("admin"))) {
      page(manager, id)
          .statusCode(200)
          .body(containsString("id=\"timeline\""))
          .body(containsString("Object stored"))
          .body(containsString("Details changed: visibility"));
    }
    for (var visitor : List.of(other, anonymous)) {
      page(visitor, id).statusCode(200).body(not(containsString("id=\"timeline\"")));
    }
  }

  /** A form that was opened in another tab before a change. */
  @Test
  void savesOnlyWhatDiffersFromWhatTheFormHasShown() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    patch(id, Map.of("title", "Renamed", "description", "First\n\nSecond", "tags", List.of("a")));

    save(
            id,
            Map.of(
                "seenTitle", "clip",
                "title", "clip",
                "seenDescription", "",
                "description", "",
                "seenTags", "",
                "tags", "",
                "seenVisibility", "private",
                "visibility", "unlisted"))
        .statusCode(303);

    assertDetails(id, "Renamed", "First\n\nSecond", "unlisted");
    // Forms send line breaks as CRLF.
    save(
            id,
            Map.of(
                "seenTitle", "Renamed",
                "title", "Renamed again",
                "seenDescription", "First\r\n\r\nSecond",
                "description", "First\r\n\r\nSecond",
                "seenTags", "a",
                "tags", "a",
                "seenVisibility", "unlisted",
                "visibility", "unlisted"))
        .statusCode(303);
    assertDetails(id, "Renamed again", "First\n\nSecond", "unlisted");
    assertThat(creator.request().get("/api/videos/{id}", id).jsonPath().getList("tags"))
        .isEqualTo(List.of("a"));
  }

  @Test
  void asksBeforeItOverwritesAChangeThatTheFormHasNotShown() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    patch(id, Map.of("title", "Theirs", "description", "Theirs too"));
    var input =
        Map.of(
            "seenTitle", "clip",
            "title", "Mine",
            "seenDescription", "",
            "description", "",
            "seenVisibility", "private",
            "visibility", "public");

    save(id, input)
        .statusCode(409)
        .body(containsString("changed elsewhere"))
        .body(containsString("value=\"Mine\""))
        .body(containsString("Saved: <bdi>Theirs</bdi>"))
        .body(containsString("name=\"seenTitle\" value=\"Theirs\""))
        .body(containsString(">Theirs too</textarea>"))
        .body(containsString("value=\"public\" selected"));
    assertDetails(id, "Theirs", "Theirs too", "private");

    // The form has shown it now.
    var again = new HashMap<>(input);
    again.putAll(
        Map.of(
            "seenTitle", "Theirs", "seenDescription", "Theirs too", "description", "Theirs too"));
    save(id, again).statusCode(303);
    assertDetails(id, "Mine", "Theirs too", "public");
  }

  @Test
  void twoPeopleWhoMakeTheSameChangeAreNoConflict() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    patch(id, Map.of("title", "Both"));

    save(
            id,
            Map.of(
                "seenTitle", "clip",
                "title", "Both",
                "seenVisibility", "private",
                "visibility", "private"))
        .statusCode(303);
  }

  @Test
  void aRefusedFormStillKnowsWhatItHasShown() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    patch(id, Map.of("title", "Theirs"));

    save(
            id,
            Map.of(
                "seenTitle", "clip",
                "title", " ",
                "description", "Mine",
                "seenVisibility", "private",
                "visibility", "private"))
        .statusCode(400)
        .body(containsString("name=\"seenTitle\" value=\"clip\""))
        .body(containsString(">Mine</textarea>"));
  }

  /** Its form contains it. */
  @Test
  void aNewTitleNeedsAReload() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    var before = version(id);

    patch(id, Map.of("title", "Renamed"));

    assertThat(version(id)).isNotEqualTo(before);
  }

  /** Visitors have no form, so the title is replaced in their pages. */
  @Test
  void aNewTitleNeedsNoReloadForVisitors() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    patch(id, Map.of("visibility", "public"));
    var before = version(ApiClient.anonymous(), id);

    patch(id, Map.of("title", "Renamed"));

    assertThat(version(ApiClient.anonymous(), id)).isEqualTo(before);
  }

  /** Without JavaScript, nothing shows the video when the check has ended. */
  @Test
  void offersToCheckAgainWhileTheVideoIsChecked() {
    var id = creator.upload("clip.mp4", BYTES).getString("id");
    update("video set status = 'PROCESSING' where id = ?1", id);

    page(creator, id).body(matchesPattern("(?s).*<noscript>.*Check again.*</noscript>.*"));
  }

  @Test
  void tellsTheOwnerWhatBecameOfAnUpload() {
    var id = open("private");
    page(creator, id).statusCode(200).body(containsString("still being uploaded"));

    update("upload set expires_at = now() - interval '1 minute' where id = ?1", id);
    page(creator, id).statusCode(200).body(containsString("This upload isn’t finished"));

    update("upload set status = 'EXPIRED' where id = ?1", id);
    page(creator, id).statusCode(200).body(containsString("This upload expired"));
    page(ApiClient.as("admin"), id).statusCode(200).body(containsString("This upload expired"));
    page(other, id).statusCode(404);
  }

  @Test
  void tellsStrangersOnlyThatAVideoIsComing() {
    for (var visibility : List.of("unlisted", "public")) {
      var id = open(visibility);
      // Strangers can't see whether an upload was abandoned.
      update("upload set expires_at = now() - interval '1 minute' where id = ?1", id);
      for (var stranger : List.of(other, anonymous)) {
        page(stranger, id)
            .statusCode(200)
            .body(containsString("This video isn’t available yet"))
            .body(not(containsString("secret")))
            .body(not(containsString("1,000")))
            .body(not(containsString("creator<")));
      }
      update("upload set status = 'EXPIRED' where id = ?1", id);
      page(other, id).statusCode(404);
      page(anonymous, id).statusCode(303);
    }
  }

  @Test
  void hidesPrivateUploadsFromStrangers() {
    var id = open("private");

    page(other, id).statusCode(404);
    page(anonymous, id).statusCode(303);
  }

  private static String version(String id) {
    return version(ApiClient.as("creator"), id);
  }

  private static String version(ApiClient client, String id) {
    var html = client.request().get("/videos/{id}", id).asString();
    return html.replaceAll("(?s).*data-version=\"(\\w+)\".*", "$1");
  }

  private ValidatableResponse save(String id, Map<String, String> fields) {
    return creator
        .request()
        .redirects()
        .follow(false)
        .contentType("application/x-www-form-urlencoded; charset=UTF-8")
        .formParams(fields)
        .post("/videos/{id}/details", id)
        .then();
  }

  private void patch(String id, Map<String, ?> details) {
    creator
        .request()
        .contentType(ContentType.JSON)
        .body(details)
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
  }

  private void assertDetails(String id, String title, String description, String visibility) {
    var video = creator.request().get("/api/videos/{id}", id).jsonPath();
    assertThat(Stream.of("title", "description", "visibility").map(video::getString).toList())
        .containsExactly(title, description, visibility);
  }

  private String open(String visibility) {
    return creator
        .request()
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "fileName",
                "secret clip.mp4",
                "contentType",
                "video/mp4",
                "size",
                1_000,
                "visibility",
                visibility))
        .post("/api/uploads")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static ValidatableResponse page(ApiClient caller, String id) {
    return caller.request().get("/videos/{id}", id).then();
  }

  private static ValidatableResponse download(ApiClient caller, String id) {
    return caller.request().get("/videos/{id}/download", id).then();
  }

  private void update(String change, String id) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                assertThat(
                        entities
                            .createNativeQuery("update " + change)
                            .setParameter(1, id)
                            .executeUpdate())
                    .isOne());
  }

  private static void publish(ApiClient client, String id) {
    client
        .request()
        .contentType(ContentType.JSON)
        .body(Map.of("visibility", "public"))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);
  }
}

package dev.slipway.catalogue.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.catalogue.Video;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import dev.slipway.testing.TestAccount;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of own videos works without JavaScript: search, order, pages and bulk changes. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class OwnVideoPagesTest {
  private static final Pattern NEXT = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");
  private static final Pattern PREVIOUS = Pattern.compile("rel=\"prev\" href=\"([^\"]+)\"");
  private static final Pattern TITLE = Pattern.compile("<bdi>(mine \\d+)</bdi>");

  @Inject EntityManager entities;

  private final ApiClient creator = ApiClient.as("creator2");

  /** Other tests count what this account has in the trash. */
  @AfterEach
  void deleteVideos() {
    creator
        .request()
        .contentType(ContentType.URLENC)
        .formParam("confirmed", true)
        .post("/videos/trash/emptying")
        .then()
        .statusCode(303);
    execute("delete from video where object_key like 'videos/mine/%'");
  }

  @Test
  void keepsSearchAndOrderAcrossPages() {
    insert(120);
    var address = "/videos/mine?q=mine&status=rejected&visibility=private&sort=title";
    var titles = new ArrayList<String>();
    var pages = 0;

    for (var next = address; next != null; pages++) {
      var page = page(next);
      assertThat(page).contains("120 matching videos", "value=\"mine\"");
      TITLE.matcher(page).results().forEach(found -> titles.add(found.group(1)));
      var link = NEXT.matcher(page);
      next = link.find() ? link.group(1).replace("&amp;", "&") : null;
      if (next != null) {
        assertThat(next).contains("q=mine", "status=REJECTED", "visibility=private", "sort=title");
      }
    }

    assertThat(pages).isEqualTo(3);
    assertThat(titles).hasSize(120).doesNotHaveDuplicates().isSorted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-storedAt", "title", "-duration", "duration"})
  void goesBackThroughThePages(String sort) {
    insert(120);
    // The second page has videos with and without a duration.
    execute(
        "update video set duration_millis = cast(right(title, 4) as bigint)"
            + " where object_key like 'videos/mine/%' and title <= 'mine 0075'");
    assertGoesBack("/videos/mine?q=mine&sort=" + sort, 3);
  }

  @Test
  void goesBackThroughTheTrash() {
    insert(60);
    execute(
        "update video set delete_after = stored_at + interval '40 days'"
            + " where object_key like 'videos/mine/%'");

    assertGoesBack("/videos/trash", 2);

    execute("update video set delete_after = null where object_key like 'videos/mine/%'");
  }

  private void assertGoesBack(String address, int pages) {
    var forward = read(address, NEXT);
    assertThat(forward).hasSize(pages);
    assertThat(page(address)).doesNotContain(">First</a>").doesNotContainPattern(PREVIOUS);

    var back = read(List.copyOf(forward.keySet()).get(pages - 1), PREVIOUS);

    var expected = new ArrayList<>(forward.values());
    Collections.reverse(expected);
    assertThat(back.values()).containsExactlyElementsOf(expected);
    assertThat(page(List.copyOf(back.keySet()).get(pages - 1))).doesNotContain(">First</a>");
  }

  /** Returns the titles of a page and those that its links lead to, by their addresses. */
  private Map<String, List<String>> read(String address, Pattern direction) {
    var titles = new LinkedHashMap<String, List<String>>();
    for (var next = address; next != null; ) {
      var page = page(next);
      titles.put(next, TITLE.matcher(page).results().map(found -> found.group(1)).toList());
      var link = direction.matcher(page);
      next = link.find() ? link.group(1).replace("&amp;", "&") : null;
    }
    return titles;
  }

  @Test
  void countsNoFurtherThanAThousand() {
    insert(1_001);
    assertThat(page("/videos/mine?q=mine")).contains("More than 1,000 matching videos");
    execute("delete from video where object_key = 'videos/mine/1'");
    assertThat(page("/videos/mine?q=mine")).contains(">1,000 matching videos<");
  }

  @Test
  void saysThatNothingMatches() {
    insert(1);

    assertThat(page("/videos/mine?q=nothing-has-this"))
        .contains("No matching videos", "Clear filters", "value=\"nothing-has-this\"");
    assertThat(page("/videos/mine?q=mine")).contains("1 matching video<");
  }

  /** The address of a private video leads other people to the login only. */
  @Test
  void offersShareLinksInPlaceOfTheAddressOfAPrivateVideo() {
    var id = upload();
    var share = "href=\"/videos/" + id + "/shares\" aria-label=\"Share clip\"";
    var copy = "/videos/" + id + "\" aria-label=\"Copy link: clip\"";
    assertThat(page("/videos/mine")).contains(share).doesNotContain(copy);

    creator
        .request()
        .contentType(ContentType.JSON)
        .body(Map.of("visibility", "unlisted"))
        .patch("/api/videos/{id}", id)
        .then()
        .statusCode(200);

    assertThat(page("/videos/mine")).contains(copy).doesNotContain(share);
  }

  @Test
  void belongsToYourVideosInTheNavigation() {
    var unfinished = creator.open("unfinished.mp4", "video/mp4", new byte[9]).getString("id");

    for (var path :
        List.of(
            "/videos/mine",
            "/videos/trash",
            "/videos/" + unfinished,
            "/videos/" + upload() + "/shares")) {
      assertThat(page(path)).contains("href=\"/videos/mine\" aria-current=\"page\">Your videos<");
    }
    creator.request().delete("/api/uploads/{id}", unfinished).then().statusCode(204);
  }

  @Test
  void explainsInvalidParameters() {
    for (var query :
        List.of("sort=odd", "status=odd", "format=odd", "after=odd", "before=odd", "q=%00")) {
      creator
          .request()
          .urlEncodingEnabled(false)
          .get("/videos/mine?" + query)
          .then()
          .statusCode(400)
          .contentType("text/html");
    }
    assertThat(creator.request().get("/videos/mine?status=odd").body().asString())
        .contains("The address of this page has a wrong value: “status” must be");
  }

  @Test
  void movesTheSelectedToTheTrashAndUndoes() {
    var ids = List.of(upload(), upload());

    var notice = follow(post("trash", ids, "q=clip&sort=size"));
    assertThat(notice)
        .contains("2 videos were moved to the trash.", "value=\"restore\"", "value=\"clip\"")
        .contains("name=\"id\" value=\"" + ids.get(1) + "\"");

    assertThat(follow(post("restore", ids, ""))).contains("2 videos were restored.");
    for (var id : ids) {
      assertThat(page("/videos/mine")).contains(id);
    }
  }

  @Test
  void restoresTheSelectedFromTheTrash() {
    var ids = List.of(upload(), upload());
    var gone = upload();
    post("trash", List.of(ids.get(0), ids.get(1), gone), "").then().statusCode(303);
    assertThat(page("/videos/trash"))
        .contains("name=\"id\" value=\"" + ids.get(0) + "\" form=\"bulk\"")
        .contains("name=\"return\" value=\"trash\"", "value=\"restore\"");
    creator
        .request()
        .contentType(ContentType.URLENC)
        .formParam("confirmed", true)
        .post("/videos/{id}/deletion", gone)
        .then()
        .statusCode(303);

    var location =
        creator
            .request()
            .contentType(ContentType.URLENC)
            .formParam("action", "restore")
            .formParam("return", "trash")
            .formParam("id", List.of(ids.get(0), ids.get(1), gone))
            .post("/videos/mine/bulk")
            .then()
            .statusCode(303)
            .extract()
            .header("Location");

    assertThat(page(location.substring(location.indexOf("/videos/trash"))))
        .contains("2 videos were restored.", "1 video couldn’t be changed")
        .doesNotContain(ids);
  }

  @Test
  void saysThatADatabaseFailureLeftVideosInTheTrash() {
    var ids = List.of(upload(), upload());
    post("trash", ids, "").then().statusCode(303);

    var redirect =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  Video.findAndLock(ids.get(0)).orElseThrow();
                  return creator
                      .request()
                      .contentType(ContentType.URLENC)
                      .formParam("action", "restore")
                      .formParam("return", "trash")
                      .formParam("id", ids)
                      .post("/videos/mine/bulk");
                });

    var location = redirect.then().statusCode(303).extract().header("Location");
    assertThat(page(location.substring(location.indexOf("/videos/trash"))))
        .contains("2 videos were not changed, because the database didn’t respond.")
        .contains(ids);
  }

  /** Somebody else holds the lock of the second one for longer than the request waits. */
  @Test
  void aDatabaseFailureDoesNotHideWhatWasDoneBefore() {
    var ids = List.of(upload(), upload(), upload());

    var redirect =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  Video.findAndLock(ids.get(1)).orElseThrow();
                  return post("trash", ids, "q=clip");
                });

    assertThat(follow(redirect))
        .contains("1 video was moved to the trash.")
        .contains("2 videos were not changed, because the database didn’t respond.")
        .contains("value=\"restore\"", "name=\"id\" value=\"" + ids.get(0) + "\"");
  }

  @Test
  void deletingOneVideoKeepsTheSearch() {
    var id = upload();
    for (var step : List.of("trash", "restoration")) {
      creator
          .request()
          .contentType(ContentType.URLENC)
          .formParam("return", "mine")
          .formParam("query", "q=clip&sort=size")
          .post("/videos/{id}/" + step, id)
          .then()
          .statusCode(303)
          .header("Location", containsString("/videos/mine?q=clip&sort=size"))
          .header("Location", endsWith((step.equals("trash") ? "&trashed=" : "&restored=") + id));
    }
    assertThat(page("/videos/mine?restored=" + id)).contains("1 video was restored.");

    assertThat(page("/videos/mine?q=clip&sort=size"))
        .contains("name=\"query\" value=\"q=clip&amp;sort=size\"");
  }

  /** A form can be sent before the script that asks has run, or where scripts are off. */
  @Test
  void asksBeforeWhatCannotBeUndone() {
    // Of other tests.
    deleteVideos();
    var id = upload();
    creator.request().delete("/api/videos/{id}", id).then().statusCode(200);

    var addresses =
        Map.of(
            "/videos/" + id + "/deletion",
            "?return=trash&query=after%3Dabc",
            "/videos/trash/emptying",
            "?after=abc");
    for (var path : addresses.keySet()) {
      var address = path + addresses.get(path);
      creator
          .request()
          .contentType(ContentType.URLENC)
          .formParam("query", "after=abc")
          .post(path)
          .then()
          .statusCode(303)
          .header("Location", endsWith(address));
      // The page has an address, to which a login can lead back.
      assertThat(page(address))
          .contains("This can’t be undone.", "action=\"" + path + "\"")
          .contains("name=\"confirmed\" value=\"true\"")
          .contains("name=\"query\" value=\"after=abc\"")
          .contains("href=\"/videos/trash?after=abc\">Cancel");
      assertThat(page("/videos/trash")).contains(id);
    }
    assertThat(page("/videos/" + id + "/deletion"))
        .contains(
            "“clip”", "title=\"900 bytes\"", "stored <time", "deleted automatically in 7 days");
    assertThat(page("/videos/trash/emptying")).contains("Delete 1 video (900 bytes) in your trash");

    creator
        .request()
        .contentType(ContentType.URLENC)
        .formParam("confirmed", true)
        .formParam("query", "after=abc")
        .post("/videos/{id}/deletion", id)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/videos/trash?after=abc&deleted=" + id));
    assertThat(page("/videos/trash")).doesNotContain(id);
    for (var path : List.of("/videos/" + id + "/deletion", "/videos/trash/emptying")) {
      creator.request().redirects().follow(false).get(path).then().statusCode(303);
    }
  }

  @Test
  void leadsFromAVideoInTheTrashToItsDeletion() {
    var id = upload();
    assertThat(page("/videos/" + id)).doesNotContain("/deletion");
    creator.request().delete("/api/videos/{id}", id).then().statusCode(200);

    assertThat(page("/videos/" + id))
        .contains("href=\"/videos/" + id + "/deletion?return=watch\"")
        .contains("aria-label=\"Delete permanently: clip\"");
    assertThat(page("/videos/" + id + "/deletion?return=watch"))
        .contains("href=\"/videos/" + id + "\">Cancel")
        .contains("name=\"return\" value=\"watch\"");
    creator.request().get("/videos/{id}/deletion?return=odd", id).then().statusCode(400);

    creator
        .request()
        .contentType(ContentType.URLENC)
        .formParam("confirmed", true)
        .formParam("return", "watch")
        .post("/videos/{id}/deletion", id)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/videos/trash?deleted=" + id));
    assertThat(page("/videos/trash?deleted=" + id))
        .contains("“clip”</bdi> was deleted permanently.");
    assertThat(page("/videos/" + id)).doesNotContain("/deletion");
  }

  @Test
  void restoringKeepsThePageOfTheTrash() {
    var id = upload();
    creator.request().delete("/api/videos/{id}", id).then().statusCode(200);

    creator
        .request()
        .contentType(ContentType.URLENC)
        .formParam("return", "trash")
        .formParam("query", "after=abc")
        .post("/videos/{id}/restoration", id)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/videos/trash?after=abc&restored=" + id));
  }

  @Test
  void saysOnThePageOfAVideoThatItWasRestored() {
    var id = upload();
    creator.request().delete("/api/videos/{id}", id).then().statusCode(200);
    var restored = "“clip”</bdi> was restored.";
    assertThat(page("/videos/" + id + "?restored=true")).doesNotContain(restored);

    creator
        .request()
        .contentType(ContentType.URLENC)
        .formParam("return", "watch")
        .post("/videos/{id}/restoration", id)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/videos/" + id + "?restored=true"));

    assertThat(page("/videos/" + id + "?restored=true")).contains(restored);
    assertThat(page("/videos/" + id)).doesNotContain(restored);
  }

  @Test
  void changesTheVisibilityOfTheSelected() {
    var ids = List.of(upload(), upload());
    var gone = upload();
    creator.request().delete("/api/videos/{id}", gone).then().statusCode(200);

    var notice = follow(post("visibility", List.of(ids.get(0), gone, ids.get(1)), "after="));

    assertThat(notice)
        .contains("2 videos are unlisted now.")
        .contains("1 video couldn’t be changed, because it is no longer in this list.");
  }

  @Test
  void saysThatNothingWasSelected() {
    assertThat(follow(post("trash", List.of(), ""))).contains("No video is selected.");
  }

  /** Enter in a checkbox presses the default button, which has no action. */
  @Test
  void changesNothingWithoutAnAction() {
    var id = upload();

    post("", List.of(id), "q=clip")
        .then()
        .statusCode(303)
        .header("Location", endsWith("/videos/mine?q=clip"));

    assertThat(page("/videos/mine")).contains(id);
  }

  @Test
  void aLinkCannotClaimWhatDidNotHappen() {
    var id = upload();
    var foreign =
        ApiClient.as("creator").upload("clip.mp4", Mp4Header.bytes(900, 4)).getString("id");

    var page =
        page(
            "/videos/mine?trashed=%s,%s&failed=%s,%s,%s,odd&restored=%s&skipped=%s,%s"
                .formatted(id, id, id, foreign, "a".repeat(26), foreign, foreign, "a".repeat(26)));

    assertThat(page).doesNotContain("role=\"status\" tabindex");
  }

  @Test
  void returnsOnlyToTheList() {
    for (var query :
        List.of(
            "//evil.example",
            "a#b",
            "a%zz",
            "a".repeat(4_000),
            "a\r\nLocation: b",
            "\"><script>")) {
      assertThat(post("trash", List.of(), query).getHeader("Location"))
          .endsWith("/videos/mine?selected=none");
    }
    creator
        .request()
        .contentType(ContentType.URLENC)
        .formParam("id", "a")
        .formParam("action", "odd")
        .post("/videos/mine/bulk")
        .then()
        .statusCode(400);
  }

  @Test
  void deletesTheSelectedFromTheTrashAfterAConfirmation() {
    var deleted = List.of(upload(), upload());
    var restored = upload();
    var ids = List.of(deleted.get(0), deleted.get(1), restored);
    post("trash", ids, "");

    var question = postToTrash(ids, false).then().statusCode(200).extract().asString();

    assertThat(question)
        .containsPattern("Delete 3 videos \\([\\d.,]+ \\w+\\) permanently\\? This can’t be undone.")
        .contains("name=\"id\" value=\"" + restored + "\"")
        .contains("name=\"confirmed\" value=\"true\"");
    assertThat(creator.request().get("/api/videos/{id}", restored).statusCode()).isEqualTo(200);
    // In another tab.
    post("restore", List.of(restored), "");
    var answer = postToTrash(ids, true);
    assertThat(follow(answer)).contains("2 videos were deleted permanently.");
    for (var id : deleted) {
      creator.request().get("/api/videos/{id}", id).then().body("status", equalTo("DELETED"));
    }
    creator.request().get("/api/videos/{id}", restored).then().body("deleteAfter", nullValue());
    // Nothing is left to ask about.
    postToTrash(ids, false).then().statusCode(303);
  }

  @Test
  void theTrashSaysHowLongVideosStay() {
    var account = TestAccount.creator();

    TestAccount.requestWith(account.logIn("Test"))
        .get("/videos/trash")
        .then()
        .body(containsString("stay here for 7 days, so"));
  }

  private Response postToTrash(List<String> ids, boolean confirmed) {
    return creator
        .request()
        .contentType(ContentType.URLENC)
        .formParam("action", "delete")
        .formParam("return", "trash")
        .formParam("id", ids)
        .formParam("confirmed", confirmed)
        .post("/videos/mine/bulk");
  }

  /** The form sends an order with each status. */
  @Test
  void listsPermanentlyDeletedVideosInTheirOnlyOrder() {
    assertThat(page("/videos/mine?status=DELETED&sort=title"))
        .contains("<option value=\"DELETED\" selected")
        .doesNotContain("<option value=\"title\" selected");
  }

  @Test
  void saysIfItDoesNotCount() {
    var page =
        new OwnVideoPages.OwnVideosPage(
            List.of(), null, "next", true, null, null, null, null, null);

    assertThat(page.countText()).isEqualTo("Matching videos, too many to count");
  }

  /** Browsers restore choices by position, so the Back button would select other videos. */
  @Test
  void browsersDoNotRestoreTheSelection() {
    var id = upload();

    assertThat(page("/videos/mine"))
        .contains("value=\"" + id + "\" form=\"bulk\" autocomplete=\"off\"")
        .contains("id=\"select-all\" autocomplete=\"off\"")
        .contains("id=\"bulk-visibility\" name=\"visibility\" autocomplete=\"off\"");
  }

  @Test
  void saysThatAllVideosAreInTheTrash() {
    var owner = ApiClient.with(TestAccount.creator().logIn("curl/8"));
    assertThat(list(owner)).contains("No videos yet");
    var id = owner.upload("clip.mp4", Mp4Header.bytes(900, 4)).getString("id");
    owner.request().delete("/api/videos/{id}", id).then().statusCode(200);

    assertThat(list(owner))
        .contains("All your videos are in the trash", ">Go to the trash</a>")
        .doesNotContain("No videos yet");
  }

  private static String list(ApiClient owner) {
    return owner.request().get("/videos/mine").then().statusCode(200).extract().asString();
  }

  @Test
  void showsWhatUsesTheQuota() {
    var trashed = upload();
    creator.request().delete("/api/videos/{id}", trashed).then().statusCode(200);
    var open = creator.open("open.mp4", "video/mp4", new byte[1_500]).getString("id");

    assertThat(page("/videos/mine"))
        .contains("used</p>", "in the trash</a>", "unfinished upload", "reserved");

    creator.request().delete("/api/uploads/{id}", open).then().statusCode(204);
  }

  private Response post(String action, List<String> ids, String query) {
    var request =
        creator
            .request()
            .contentType(ContentType.URLENC)
            .formParam("action", action)
            .formParam("visibility", "unlisted")
            .formParam("query", query);
    return (ids.isEmpty() ? request : request.formParam("id", ids)).post("/videos/mine/bulk");
  }

  private String follow(Response redirect) {
    redirect.then().statusCode(303);
    var location = redirect.getHeader("Location");
    return page(location.substring(location.indexOf("/videos/")));
  }

  private String page(String path) {
    return creator
        .request()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private String upload() {
    return creator.upload("clip.mp4", Mp4Header.bytes(900, 4)).getString("id");
  }

  private void insert(int count) {
    execute(
        """
        insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,
          status, rejection, visibility, size, etag, media_type, stored_at, stored_by,
          catalogued_at, version)
        select translate(substr(md5(i::text), 1, 25), '0189', 'ghij') || 'a', 'slipway-videos',
          'videos/mine/' || i, 1, true, 'creator2', 'mine ' || lpad(i::text, 4, '0'), 'f',
          'REJECTED', 'NOT_A_VIDEO', 'PRIVATE', 1, 'e', 'text/plain',
          now() - i * interval '1 second', 'NOTIFICATION', now(), 0
        from generate_series(1, %d) i
        """
            .formatted(count));
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(sql).executeUpdate());
  }
}

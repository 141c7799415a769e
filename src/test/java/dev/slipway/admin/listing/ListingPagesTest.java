package dev.slipway.admin.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ListingPagesTest {
  private static final Pattern OLDER = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");
  private static final Pattern TITLE = Pattern.compile("paged \\d+");
  private static final String FILTER = "/admin/videos?status=REJECTED&owner=viewer";

  @Inject EntityManager entities;

  private final ApiClient admin = ApiClient.as("admin");

  @BeforeEach
  void insertVideos() {
    execute(
        "insert into video (id, bucket, object_key, generation, latest, owner, title, file_name,"
            + " status, rejection, visibility, size, etag, media_type, stored_at, stored_by,"
            + " catalogued_at, version) select translate(substr(md5(i::text), 1, 25), '0189', 'ghij')"
            + " || 'a', 'slipway-videos', 'videos/paged/' || i, 1, true, 'viewer', 'paged ' || i,"
            + " 'f', 'REJECTED', 'NOT_A_VIDEO', 'PRIVATE', 1, 'e', 'text/plain', now() - i *"
            + " interval '1 second', 'NOTIFICATION', now(), 0 from generate_series(1, 70) i");
  }

  @AfterEach
  void deleteVideos() {
    execute("delete from video where object_key like 'videos/paged/%'");
  }

  @Test
  void keepsTheFilterAcrossPages() {
    var first = page(FILTER);
    assertThat(titles(first))
        .isEqualTo(IntStream.rangeClosed(1, 50).mapToObj(i -> "paged " + i).toList());
    var older = OLDER.matcher(first);
    assertThat(older.find()).isTrue();

    var second = page(older.group(1).replace("&amp;", "&"));

    assertThat(titles(second))
        .isEqualTo(IntStream.rangeClosed(51, 70).mapToObj(i -> "paged " + i).toList());
    assertThat(OLDER.matcher(second).find()).isFalse();
    assertThat(second).as("details that lead back to this page").contains("?query=after%3D");
    assertThat(second).contains("href=\"" + FILTER.replace("&", "&amp;") + "\"");
  }

  @Test
  void rejectsAnInvalidCursor() {
    admin
        .request()
        .get("/admin/videos?after=nonsense")
        .then()
        .statusCode(400)
        .contentType("text/html");
  }

  @Test
  void explainsInvalidValuesAtTheirFieldsAndKeepsThem() {
    var page = refused("/admin/videos?owner=viewer&minSize=20%20parsecs&minLag=soon&status=odd");

    assertThat(page)
        .contains("aria-label=\"Admin\"")
        .contains("name=\"owner\" value=\"viewer\"")
        .contains("value=\"20 parsecs\" aria-invalid=\"true\" aria-describedby=\"minSize-error\"")
        .contains("id=\"minSize-error\">Must be a number of bytes, or such as 500 MB or 2 GiB.")
        .contains("id=\"minLag-error\">Must be a number of seconds, or such as 90s, 10m or 2h.")
        .contains("Size at least: Must be a number of bytes")
        .contains("Status: Must be processing, ready, rejected or deleted.")
        .contains("<details class=\"listing-options\" name=\"listing-options\" open>")
        // The hidden field would send it again.
        .doesNotContain("value=\"odd\"")
        .doesNotContain("paged 1")
        .doesNotContain("data-live ");
  }

  @Test
  void explainsOtherInvalidRequests() {
    assertThat(refused("/admin/videos?sort=colour")).contains("Order: Must be one of storedAt");
    assertThat(refused("/admin/videos?columns=colour")).contains("Columns: Must be");
    assertThat(refused("/admin/videos?limit=0")).contains("Videos on a page: Must be from 1 to");
    assertThat(refused("/admin/videos?q=ab")).contains("id=\"q-error\"");
    assertThat(refused("/admin/videos?at=2026-01-01&after=x"))
        .contains("Use only one of &#39;after&#39;, &#39;before&#39; and &#39;at&#39;.");
  }

  @Test
  void leavesOutWhatTheFormSendsEmptyOrUnchanged() {
    var columns = "&columns=status&columns=size&columns=format&columns=owner&columns=stored";
    redirects(
        "/admin/videos?q=&owner=viewer&minSize=&sort=&limit=50&at=" + columns + "&columns=location",
        "/admin/videos?owner=viewer");
    redirects(
        "/admin/videos?q=&from=7d&from=2026-01-01&at=2026-02-01&columns=size&columns=owner",
        "/admin/videos?from=7d&columns=size%2Cowner&at=2026-02-01");
  }

  @Test
  void showsTheDaysUntilNow() {
    execute(
        "update video set stored_at = now() - interval '8 days' where object_key ="
            + " 'videos/paged/2'");
    var page = page("/admin/videos?owner=viewer&from=7d");
    assertThat(page).contains("in the last 7 days").contains("paged 1<").doesNotContain("paged 2<");
    assertThat(page("/admin/videos?owner=viewer&from=30d&limit=200")).contains("paged 2<");
    assertThat(refused("/admin/videos?from=0d")).contains("For the last 7 days: 7d.");
  }

  @Test
  void keepsTheFiltersInAllStates() {
    var page = page("/admin/videos?status=rejected&q=paged&owner=viewer&sort=-size");
    assertThat(page)
        .contains("href=\"/admin/videos?q=paged&amp;owner=viewer&amp;sort=-size\"")
        .contains("href=\"/admin/videos?q=paged&amp;status=DELETED&amp;owner=viewer\"")
        .contains("href=\"/admin/videos?q=paged&amp;owner=viewer&amp;trash=true\"");
    assertThat(page("/admin/videos?status=deleted&q=paged"))
        .contains("href=\"/admin/videos?q=paged&amp;trash=true\"");
  }

  @Test
  void namesFiltersAsTheFormDoes() {
    assertThat(page("/admin/videos?status=rejected&reason=not-a-video&owner=viewer"))
        .contains("Status <bdi>Rejected</bdi>")
        .contains("Reason for rejection <bdi>Not a video</bdi>")
        .contains(">Not a video</span>");
    assertThat(page("/admin/videos?job=failed&format=mp4&visibility=public"))
        .contains("A job has failed")
        .containsPattern("Format <bdi>MP4\\s*</bdi>")
        .contains("Visibility <bdi>Public</bdi>");
  }

  @Test
  void offersTheOrdersOfTheList() {
    assertThat(page("/admin/videos?sort=-lag"))
        .contains("<option value=\"\">Newest first</option>")
        .contains("<option value=\"-lag\" selected>Longest lag first</option>");
    assertThat(page("/admin/videos?trash=true"))
        .contains("<option value=\"\" selected>Removed last first</option>")
        .contains("<option value=\"deleteAfter\">Removed next first</option>")
        .doesNotContain("Longest lag first");
  }

  @Test
  void saysHowLongTheLagIs() {
    execute("update video set catalogued_at = stored_at + interval '3600 s'");
    assertThat(page("/admin/videos?owner=viewer&columns=lag")).contains(">1 h 0 min</data>");
    execute("update video set catalogued_at = stored_at + interval '3 s'");
    assertThat(page("/admin/videos?owner=viewer&columns=lag")).contains(">within 3 s</data>");
  }

  @Test
  void keepsFiltersThatTheFormCannotShowInItsFields() {
    var page = page("/admin/videos?type=text/plain&from=2026-01-01T10:00:00Z&owner=VIEWER*");
    assertThat(page).contains("name=\"type\" value=\"text/plain\"");
    assertThat(page)
        .contains("<input class=\"input\" name=\"from\"")
        .contains("value=\"2026-01-01T10:00:00Z\"");
  }

  @Test
  void keepsTheFiltersWhenAnOwnerIsChosen() {
    var page = page("/admin/videos?status=rejected&q=paged&sort=-size&orphan=false");
    assertThat(page)
        .contains("/admin/videos?q=paged&amp;status=REJECTED&amp;owner=viewer&amp;sort=-size");
  }

  /** Without the owner, no index finds words of two characters. */
  @Test
  void searchesTheVideosOfOneOwnerForShortWords() {
    var page = page("/admin/videos?owner=viewer&q=70&status=REJECTED");

    assertThat(titles(page)).containsExactly("paged 70");
    assertThat(page)
        .contains("href=\"/admin/videos?status=REJECTED\" aria-label=\"Remove the filter: Owner")
        .contains("href=\"/admin/videos?status=REJECTED&amp;owner=viewer\" aria-label=\"Remove");
  }

  @Test
  void clearsTheFiltersWithoutLeavingTheTrash() {
    assertThat(page("/admin/videos?trash=true&owner=viewer&columns=size"))
        .contains("href=\"/admin/videos?trash=true&amp;columns=size\">Clear filters</a></li>")
        .contains(
            "class=\"button\" href=\"/admin/videos?trash=true&amp;columns=size\">Clear filters</a>");
  }

  @Test
  void countsANegativeLagAsNone() {
    execute("update video set stored_at = catalogued_at + interval '2 s' where owner = 'viewer'");

    var page = page("/admin/videos?owner=viewer&minLag=0&columns=lag");

    assertThat(titles(page)).isNotEmpty();
    assertThat(page).contains(">within ");
  }

  @Test
  void leavesTheTrash() {
    assertThat(page("/admin/videos?trash=true")).doesNotContain("trash=true&amp;status");
  }

  @Test
  void returnsToTheListingAfterADeletion() {
    var id = ids().get(0);
    moveToTrash(id, "codec=h264&owner=viewer")
        .header("Location", endsWith("/admin/videos?codec=h264&owner=viewer&trashed=" + id));
    moveToTrash(ids().get(1), "%zz").header("Location", containsString("/admin/videos?trashed="));
    assertThat(page("/admin/videos?trash=true")).contains("data-label=\"Permanent deletion\"");
    // A link can't claim what did not happen.
    assertThat(page("/admin/videos?restored=" + id)).doesNotContain("was restored.");

    admin
        .request()
        .formParam("return", "admin")
        .formParam("query", "trash=true")
        .post("/videos/{id}/restoration", id)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/admin/videos?trash=true&restored=" + id));
    assertThat(page("/admin/videos?trash=true&restored=" + id)).contains("</bdi> was restored.");
  }

  @Test
  void deletesPermanentlyAndReturnsToTheListing() {
    var id = ids().get(0);
    var query = "trash=true&owner=viewer";
    var encoded = "trash%3Dtrue%26owner%3Dviewer";
    moveToTrash(id, query);
    var link = "/videos/" + id + "/deletion?return=admin";
    assertThat(page("/admin/videos?" + query)).contains("href=\"" + link + "&amp;query=");
    assertThat(page("/admin/videos/" + id + "?query=" + encoded))
        .contains("href=\"" + link + "&amp;query=" + encoded + "\"");
    assertThat(page(link + "&query=" + encoded))
        .contains("href=\"/admin/videos?trash=true&amp;owner=viewer\">Cancel")
        .contains("name=\"return\" value=\"admin\"")
        .contains("name=\"query\" value=\"trash=true&amp;owner=viewer\"");

    admin
        .request()
        .redirects()
        .follow(false)
        .formParam("confirmed", true)
        .formParam("return", "admin")
        .formParam("query", query)
        .post("/videos/{id}/deletion", id)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/admin/videos?" + query + "&deleted=" + id));
    assertThat(page("/admin/videos?" + query + "&deleted=" + id))
        .contains("was deleted permanently.")
        .doesNotContain("Delete permanently: ");
  }

  private ValidatableResponse moveToTrash(String id, String query) {
    return admin
        .request()
        .redirects()
        .follow(false)
        .formParam("return", "admin")
        .formParam("query", query)
        .post("/videos/{id}/trash", id)
        .then()
        .statusCode(303);
  }

  private List<?> rows(String sql) {
    return QuarkusTransaction.requiringNew()
        .call(() -> entities.createNativeQuery(sql, String.class).getResultList());
  }

  private List<String> ids() {
    return rows("select id from video where object_key like 'videos/paged/%' order by id").stream()
        .map(String.class::cast)
        .toList();
  }

  private String page(String path) {
    return admin
        .request()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private String refused(String path) {
    return admin
        .request()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(400)
        .contentType("text/html")
        .extract()
        .asString();
  }

  private void redirects(String path, String expected) {
    admin
        .request()
        .urlEncodingEnabled(false)
        .redirects()
        .follow(false)
        .get(path)
        .then()
        .statusCode(303)
        .header("Location", endsWith(expected));
  }

  private static List<String> titles(String html) {
    return TITLE.matcher(html).results().map(match -> match.group()).distinct().toList();
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(sql).executeUpdate());
  }
}

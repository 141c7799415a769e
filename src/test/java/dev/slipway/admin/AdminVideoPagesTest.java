package dev.slipway.admin;

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
class AdminVideoPagesTest {
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
        .contains("/admin/videos?q=paged&amp;status=REJECTED&amp;sort=-size&amp;owner=viewer");
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

  private static List<String> titles(String html) {
    return TITLE.matcher(html).results().map(match -> match.group()).distinct().toList();
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(sql).executeUpdate());
  }
}

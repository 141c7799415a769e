package dev.slipway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page with everything about one video. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class VideoInspectionTest {
  private static final byte[] FILE = Mp4Header.bytes(2_000, 41);

  @Inject EntityManager database;

  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void showsWhatIsKnownAboutAVideo() {
    var id = upload();
    Eventually.holds(
        "the notification is processed", () -> page(id).contains("href=\"/admin/inbox/"));

    assertThat(page(id))
        .contains("s3://slipway-videos/videos/" + id + "/source")
        .contains("Matches the catalogue")
        .contains("2,000 bytes")
        .contains("slipway-name: ")
        .contains("Upload opened")
        .contains("href=\"/admin/audit?subject=" + id + "\"")
        .contains("href=\"/admin/accounts/creator\"");
  }

  @Test
  void marksWhatDiffersInTheStore() {
    var id = upload();
    change("update video set size = size + 1 where id = ?1", id);

    assertThat(page(id)).contains("Differs from the catalogue").contains("2,001 bytes");
  }

  @Test
  void saysThatTheObjectIsMissingOrElsewhere() {
    var id = upload();
    change("update video set object_key = object_key || '-gone' where id = ?1", id);
    assertThat(page(id))
        .contains("The store has no object under this key, so the video can’t be played.")
        .contains("<a href=\"/admin/drift\">Run a reconciliation</a>")
        .contains("notice busy")
        .doesNotContain("Read the format again");

    change("update video set bucket = 'another-bucket' where id = ?1", id);
    assertThat(page(id)).contains("The object is in the bucket another-bucket");
  }

  @Test
  void saysThatANewerFileHasReplacedTheVideo() {
    var former = upload();
    var current = upload();
    change(
        "update video set latest = false, generation = 7, object_key = (select object_key from video"
            + " where id = '%s') where id = ?1".formatted(current),
        former);

    assertThat(page(former))
        .contains("<a href=\"/admin/videos/" + current + "\">open its video</a>")
        .contains("The object under this key is that of a newer video.")
        .doesNotContain("/videos/" + former + "/trash")
        .doesNotContain("Read the format again");
  }

  @Test
  void showsThatTheFileIsMissing() {
    var id = upload();
    assertThat(page(id)).doesNotContain("File missing");

    change("update video set missing_since = now() where id = ?1", id);

    var owner = ApiClient.as("creator").request();
    assertThat(page(id)).contains("File missing");
    assertThat(owner.get("/videos/mine").asString()).contains("File missing");
    assertThat(owner.get("/videos/" + id).asString()).contains("File missing");
    assertThat(owner.get("/api/videos/" + id).jsonPath().getBoolean("missing")).isTrue();
  }

  /** There is nothing to watch, and the link leads others to nothing. */
  @Test
  void offersNoLinksToAVideoInTheTrash() {
    var id = upload();
    var owner = ApiClient.as("creator").request();
    assertThat(owner.get("/videos/" + id).asString()).contains("id=\"share\"");

    ApiClient.as("creator")
        .request()
        .redirects()
        .follow(false)
        .formParam("return", "watch")
        .post("/videos/{id}/trash", id)
        .then()
        .statusCode(303);

    assertThat(owner.get("/videos/" + id).asString()).doesNotContain("id=\"share\"");
  }

  @Test
  void retriesAndDismissesFailedJobs() {
    var id = upload();
    addDeadJob(id);
    assertThat(page(id))
        .contains("ffmpeg crashed")
        .contains("action=\"/admin/processing/" + id + "/dismissals\"");

    admin
        .request()
        .redirects()
        .follow(false)
        .formParams("kind", "pictures", "back", "video")
        .post("/admin/processing/{id}/dismissals", id)
        .then()
        .statusCode(303)
        .header("Location", endsWith("/admin/videos/" + id + "?dismissed=true"));
    assertThat(admin.request().get("/admin/videos/{id}?dismissed=true", id).asString())
        .contains("Job dismissed");
  }

  @Test
  void showsShareLinksButNotTheirAddresses() {
    var id = upload();
    var url =
        ApiClient.as("creator")
            .request()
            .contentType("application/json")
            .body(Map.of("label", "For the jury"))
            .post("/api/videos/{id}/shares", id)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("url");

    assertThat(page(id)).contains("For the jury").doesNotContain(url);
  }

  @Test
  void administratorsOpenItFromTheWatchPage() {
    var id = upload();
    var link = "href=\"/admin/videos/" + id + "\"";

    assertThat(admin.request().get("/videos/{id}", id).asString())
        .containsPattern(link + ">.*\\s*Inspect</a>");
    assertThat(ApiClient.as("creator").request().get("/videos/{id}", id).asString())
        .doesNotContain(link);
  }

  @Test
  void leadsBackToTheListing() {
    var id = upload();

    assertThat(page(id + "?query=status%3DREADY%26sort%3D-size"))
        .contains("href=\"/admin/videos?status=READY&amp;sort=-size\"");
    assertThat(page(id + "?query=%22%3E%3Cscript%3E")).contains("href=\"/admin/videos\"");
  }

  @Test
  void showsWhatIsLeftOfADeletedVideo() {
    var id = upload();
    admin.request().delete("/api/videos/{id}?permanently=true", id);
    Eventually.holds("it is deleted", () -> page(id).contains("Deleted"));

    assertThat(page(id))
        .contains("as expected of a deleted video")
        .doesNotContain("Read the format again");
  }

  @Test
  void showsWhenItWasStoredAndCataloguedAlsoWithoutEntries() {
    var id = upload();
    // The last character of an id has fewer bits.
    var copy = new StringBuilder(id.substring(0, 25)).reverse() + id.substring(25);
    // Entries can't be deleted before 30 days are over, but a row that a test adds has none.
    change(
        "insert into video select (jsonb_populate_record(v, jsonb_build_object('id',"
            + " reverse(left(v.id, 25)) || right(v.id, 1),"
            + " 'object_key', 'videos/' || reverse(v.id) || '/copy', 'stored_at',"
            + " v.catalogued_at - interval '1 hour'))).* from video v where v.id = ?1",
        id);

    assertThat(page(copy))
        .contains("<dt>Size</dt><dd><data value=\"2000\" title=\"2,000 bytes\">2.0 kB</data>")
        .contains("<dt>Stored</dt>")
        .contains("<data value=\"3600000\" title=\"3,600,000 ms\">1 h 0 min</data>")
        .containsSubsequence("<h2 id=\"timeline-title\"", "Object stored", "Catalogued by ");
  }

  @Test
  void isForAdministratorsOnly() {
    var id = upload();
    get(ApiClient.as("creator"), id).statusCode(403);
    get(admin, "a".repeat(26)).statusCode(404);
    get(admin, "no-id").statusCode(404);
  }

  private void addDeadJob(String id) {
    change(
        "insert into media_job (video_id, kind, run, priority, state, failures, problem, queued_at,"
            + " started_at, ended_at) values (?1, 'PICTURES', 1, 1, 'DEAD', 5, 'ffmpeg crashed',"
            + " now(), now(), now())",
        id);
  }

  private static String upload() {
    return ApiClient.as("creator").upload("inspected.mp4", FILE).getString("id");
  }

  private static ValidatableResponse get(ApiClient client, String id) {
    return client.request().urlEncodingEnabled(false).get("/admin/videos/" + id).then();
  }

  private String page(String id) {
    return get(admin, id).statusCode(200).extract().asString();
  }

  private void change(String sql, String id) {
    QuarkusTransaction.requiringNew()
        .run(() -> database.createNativeQuery(sql).setParameter(1, id).executeUpdate());
  }
}

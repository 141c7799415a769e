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
        .contains("As in the catalogue")
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
    assertThat(page(id)).contains("The store has no object under this key.");

    change("update video set bucket = 'another-bucket' where id = ?1", id);
    assertThat(page(id)).contains("The object is in the bucket another-bucket");
  }

  @Test
  void retriesAndDismissesFailedJobs() {
    var id = upload();
    change(
        "insert into media_job (video_id, kind, run, priority, state, failures, problem, queued_at,"
            + " started_at, ended_at) values (?1, 'PICTURES', 1, 1, 'DEAD', 5, 'ffmpeg crashed',"
            + " now(), now(), now())",
        id);
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
        .contains("The job is dismissed");
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

    assertThat(page(id)).doesNotContain("Process again");
  }

  @Test
  void isForAdministratorsOnly() {
    var id = upload();
    get(ApiClient.as("creator"), id).statusCode(403);
    get(admin, "a".repeat(26)).statusCode(404);
    get(admin, "no-id").statusCode(404);
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

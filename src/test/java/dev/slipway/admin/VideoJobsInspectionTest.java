package dev.slipway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.processing.QueuedProcessingProfile;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the page of a video says and offers about its media jobs. */
@QuarkusTest
@TestProfile(QueuedProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class VideoJobsInspectionTest {
  private static final byte[] FILE = Mp4Header.bytes(2_000, 43);

  @Inject EntityManager database;

  private final ApiClient admin = ApiClient.as("admin");

  @Test
  void offersOnlyWhatCanWork() {
    var id = upload();
    assertThat(page(id)).contains("Read the format again").doesNotContain("Retry failed jobs");
    addDeadJob(id);
    assertThat(page(id)).contains("Read the format again", "Retry failed jobs", ">Retry<span");

    change("update video set status = 'REJECTED', rejection = 'NO_VIDEO_STREAM' where id = ?1", id);

    assertThat(page(id))
        .contains("The file has no picture")
        .contains("A rejection is final. The owner has to upload a corrected file.")
        .contains("Dismiss<")
        .doesNotContain("Read the format again", "Retry failed jobs", ">Retry<span");
  }

  @Test
  void aMissingObjectCantBeProcessed() {
    var id = upload();
    change("update video set object_key = object_key || '-gone' where id = ?1", id);

    assertThat(page(id))
        .contains("Run a reconciliation")
        .doesNotContain("Read the format again", "Retry failed jobs");
  }

  @Test
  void aRefusedRequestLeadsBackToThePageWithAMessage() {
    var id = upload();
    change("update video set status = 'REJECTED', rejection = 'NO_VIDEO_STREAM' where id = ?1", id);

    for (var back : Map.of("video", "/admin/videos/" + id, "", "/admin/processing").entrySet()) {
      var location =
          admin
              .request()
              .redirects()
              .follow(false)
              .formParams("kind", "probe", "back", back.getKey(), "query", "")
              .post("/admin/processing/{id}/requests", id)
              .then()
              .statusCode(303)
              .header("Location", endsWith(back.getValue() + "?refused=video-rejected"))
              .extract()
              .header("Location");
      assertThat(admin.request().get(location).then().statusCode(200).extract().asString())
          .contains("The video was rejected. Nothing was changed.");
    }
    assertThat(page(id + "?refused=%3Cscript%3E")).doesNotContain("Nothing was changed");
    admin
        .request()
        .formParams("kind", "probe", "back", "video")
        .post("/admin/processing/{id}/requests", "a".repeat(26))
        .then()
        .statusCode(404);
  }

  /** There was nothing to do, so it is neither a success nor a failure. */
  @Test
  void aJobWithoutAResultIsSkipped() {
    var id = upload();
    addDeadJob(id);
    change(
        "update media_job set state = 'DONE', problem = 'The object was replaced or removed' where"
            + " video_id = ?1 and kind = 'PICTURES'",
        id);
    var skipped = "<span class=\"chip\">";

    assertThat(page(id)).containsPattern(skipped + "<svg.*</svg>\\s*Skipped</span>");
    assertThat(admin.request().get("/admin/processing?state=done").asString())
        .containsPattern(skipped + "<svg.*</svg>\\s*Skipped</span>");
    change("update media_job set dismissed = true where video_id = ?1 and kind = 'PICTURES'", id);
    assertThat(page(id)).containsPattern(skipped + "<svg.*</svg>\\s*Dismissed</span>");
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

  private String page(String id) {
    return admin
        .request()
        .urlEncodingEnabled(false)
        .get("/admin/videos/" + id)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private void change(String sql, String id) {
    QuarkusTransaction.requiringNew()
        .run(() -> database.createNativeQuery(sql).setParameter(1, id).executeUpdate());
  }
}

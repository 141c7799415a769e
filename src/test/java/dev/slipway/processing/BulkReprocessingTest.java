package dev.slipway.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.audit.AuditEntry;
import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import dev.slipway.testing.Mp4Header;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bulk jobs have videos processed again. */
@QuarkusTest
@TestProfile(QueuedProcessingProfile.class)
@WithTestResource(EmbeddedServicesResource.class)
class BulkReprocessingTest {
  private static final String JOBS = "/api/videos/jobs";

  private final ApiClient admin = ApiClient.as("admin");

  @Inject EntityManager entities;

  @Test
  void repeatsWhatFailedTooOften() {
    var dead = upload();
    var waiting = upload();
    execute(
        "update media_job set state = 'DEAD', problem = 'test', ended_at = now(),"
            + " next_attempt_at = null where video_id = '%s'".formatted(dead));

    var job = run("retry", List.of(dead, waiting));

    assertCounts(job, 1, 1, 0);
    assertThat(stateOf(dead)).isEqualTo("QUEUED");
    assertThat(requests(dead)).isEqualTo(1);
    assertThat(requests(waiting)).isZero();
    admin
        .request()
        .get(JOBS + "/{id}/failures", job.extract().jsonPath().getLong("id"))
        .then()
        .body("items.id", equalTo(List.of(waiting)))
        .body("items[0].reason", containsString("No processing step"));
  }

  @Test
  void readsTheFormatAgain() {
    var done = upload();
    var waiting = upload();
    var rejected = upload();
    execute(
        "update media_job set state = 'DONE', ended_at = now(), next_attempt_at = null"
            + " where video_id in ('%s', '%s')".formatted(done, rejected));
    execute("update video set status = 'READY' where id = '%s'".formatted(done));
    execute(
        "update video set status = 'REJECTED', rejection = 'UNREADABLE' where id = '%s'"
            .formatted(rejected));

    var job = run("probe", List.of(done, waiting, rejected));

    // The one that waits is skipped because its job is queued already, the rejected one
    // permanently.
    assertCounts(job, 1, 2, 0);
    assertThat(stateOf(done)).isEqualTo("QUEUED");
    assertThat(requests(done)).isEqualTo(1);
    assertThat(requests(waiting)).isZero();
    assertThat(requests(rejected)).isZero();
    assertRejectedIsListed(job, rejected);
    var repeated = run("retry", List.of(rejected));
    assertCounts(repeated, 0, 1, 0);
    assertRejectedIsListed(repeated, rejected);
  }

  private void assertRejectedIsListed(ValidatableResponse job, String id) {
    admin
        .request()
        .get(JOBS + "/{id}/failures", job.extract().jsonPath().getLong("id"))
        .then()
        .body("items.id", equalTo(List.of(id)))
        .body("items[0].outcome", equalTo("skipped"))
        .body("items[0].reason", containsString("rejected, which is final"));
  }

  private ValidatableResponse run(String action, List<String> ids) {
    var id =
        admin
            .request()
            .contentType(ContentType.JSON)
            .body(Map.of("action", action, "ids", ids))
            .post(JOBS)
            .then()
            .statusCode(202)
            .extract()
            .jsonPath()
            .getLong("id");
    Eventually.holds(
        "the job ends",
        () -> admin.request().get(JOBS + "/{id}", id).jsonPath().getString("endedAt") != null);
    return admin.request().get(JOBS + "/{id}", id).then().body("status", equalTo("done"));
  }

  private static void assertCounts(ValidatableResponse job, int changed, int skipped, int failed) {
    job.body("changed", equalTo(changed))
        .body("skipped", equalTo(skipped))
        .body("failed", equalTo(failed));
  }

  private static String upload() {
    return ApiClient.as("creator").upload("again.mp4", Mp4Header.bytes(900, 4)).getString("id");
  }

  private String stateOf(String id) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                (String)
                    entities
                        .createNativeQuery(
                            "select state from media_job where kind = 'PROBE' and video_id = ?1",
                            String.class)
                        .setParameter(1, id)
                        .getSingleResult());
  }

  private static long requests(String id) {
    return QuarkusTransaction.requiringNew()
        .call(() -> AuditEntry.count("subject = ?1 and action = 'processing.requested'", id));
  }

  private void execute(String sql) {
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(sql).executeUpdate());
  }
}

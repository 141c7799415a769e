package dev.slipway.catalogue.bulkjob;

import static dev.slipway.catalogue.bulkjob.BulkJobClient.PATH;
import static dev.slipway.catalogue.bulkjob.BulkJobClient.assertCounts;
import static dev.slipway.catalogue.bulkjob.BulkJobClient.entries;
import static dev.slipway.catalogue.bulkjob.BulkVideos.beginHeld;
import static dev.slipway.catalogue.bulkjob.BulkVideos.execute;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the API of bulk jobs accepts and refuses. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class BulkJobResourceTest extends BulkJobFixture {
  @Test
  void stopsAndResumes() {
    videos.insert(30);
    var id = beginHeld(visibilityInput("unlisted")).jobId();

    jobs.post(id, "stop")
        .statusCode(200)
        .body("status", equalTo("stopped"))
        .body("endedAt", notNullValue());
    jobs.post(id, "stop").statusCode(200);
    assertThat(videos.count("visibility = PRIVATE")).isEqualTo(30);
    jobs.post(id, "resume").statusCode(200).body("endedAt", nullValue());

    var job = jobs.await(jobs.get(id).extract().jsonPath());
    assertCounts(job, 30, 30, 0, 0);
    assertThat(entries(id))
        .containsExactly("bulk.stopped admin", "bulk.resumed admin", "bulk.finished system");
    jobs.post(id, "resume").statusCode(409).body("code", equalTo("bulk-job-ended"));
  }

  /** A job reads its filter in several steps. Its filter has no fractions of a second. */
  @Test
  void countsDaysFromTheBeginningOfTheJob() {
    var job = jobs.run(Map.of("action", "probe", "filter", videos.filter() + "&from=7d"));

    var from = job.getString("filter").replaceFirst(".*from=([^&]*).*", "$1").replace("%3A", ":");
    var requestedAt = Instant.parse(job.getString("requestedAt")).truncatedTo(ChronoUnit.SECONDS);
    assertThat(Duration.between(Instant.parse(from), requestedAt)).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void aStoppedJobCanBeUndoneButThenNotResumed() {
    videos.insert(10);
    var job = jobs.run(visibilityRequest("unlisted"));
    execute("update bulk_job set state = 'STOPPED' where id = " + job.getLong("id"));

    jobs.undo(job.getLong("id"));

    assertThat(videos.count("visibility = PRIVATE")).isEqualTo(10);
    jobs.post(job.getLong("id"), "resume").statusCode(409);
  }

  /** The one who began it may have been demoted since then. */
  @Test
  void anotherAdministratorCanResumeAJob() {
    videos.insert(3);
    var id = beginHeld(visibilityInput("unlisted"), "creator").jobId();
    BulkVideos.expire(id);
    Eventually.holds(
        "the job fails",
        () -> "failed".equals(jobs.get(id).extract().jsonPath().getString("status")));
    jobs.get(id).body("problem", containsString("Another administrator can resume"));

    jobs.post(id, "resume").statusCode(200).body("requestedBy", equalTo("admin"));

    assertCounts(jobs.await(jobs.get(id).extract().jsonPath()), 3, 3, 0, 0);
    assertThat(entries(id))
        .containsExactly("bulk.failed system", "bulk.resumed admin", "bulk.finished system");
  }

  /** Its items may be incomplete already. */
  @Test
  void anExpiredJobIsNeitherResumedNorUndone() {
    videos.insert(3);
    var id = jobs.run(visibilityRequest("unlisted")).getLong("id");
    execute(
        "update bulk_job set state = 'STOPPED', ended_at = now() - interval '30 d' where id = "
            + id);

    jobs.get(id).body("undoable", equalTo(false)).body("resumable", equalTo(false));
    jobs.post(id, "undo").statusCode(409).body("code", equalTo("bulk-job-not-undoable"));
    jobs.post(id, "resume").statusCode(409).body("code", equalTo("bulk-job-ended"));
  }

  @Test
  void limitsTheRunningJobs() {
    videos.insert(1);
    var ids = new ArrayList<Long>();
    for (var i = 0; i < 5; i++) {
      ids.add(beginHeld(visibilityInput("unlisted")).jobId());
    }
    Map<String, Object> body = Map.of("action", "delete", "filter", videos.filter());

    jobs.begin(body).statusCode(409).body("code", equalTo("bulk-job-limit"));

    jobs.post(ids.get(0), "stop").statusCode(200);
    var begun = jobs.run(body);
    beginHeld(visibilityInput("public"));
    jobs.post(ids.get(0), "resume").statusCode(409).body("code", equalTo("bulk-job-limit"));
    admin
        .request()
        .get(PATH + "?limit=5")
        .then()
        .statusCode(200)
        .body("items", hasSize(5))
        .body("items[1].id", equalTo(begun.getInt("id")))
        .body("next", equalTo(ids.get(2).intValue()));
    admin
        .request()
        .get(PATH + "?after=" + ids.get(2))
        .then()
        .body("items[0].id", equalTo(ids.get(1).intValue()));
  }

  /** The addresses of the bulk API that administrators share with creators. */
  @Test
  void isBegunAndFollowedAtTheAddressesOfBulkChanges() {
    var ids = videos.insert(2);
    var word = videos.filter().substring("q=".length());
    for (var filter :
        List.of(Map.of("q", word, "owner", "creator2", "minSize", 1), videos.filter())) {
      var location =
          admin
              .request()
              .contentType(JSON)
              .body(Map.of("action", "visibility", "visibility", "unlisted", "filter", filter))
              .post("/api/videos/bulk")
              .then()
              .statusCode(202)
              .body("action", equalTo("visibility"))
              .extract()
              .header("Location");
      Eventually.holds(
          "the job ends",
          () -> admin.request().get(location).jsonPath().getString("endedAt") != null);

      admin
          .request()
          .get(location)
          .then()
          .statusCode(200)
          .body("status", equalTo("done"))
          .body("total", equalTo(2))
          .body("done", equalTo(2))
          .body("failed", equalTo(0));
    }
    admin
        .request()
        .get("/api/videos/{id}", ids.get(0))
        .then()
        .body("visibility", equalTo("unlisted"));
  }

  @Test
  void refusesMixedRequestsAtTheAddressOfBulkChanges() {
    var ids = videos.insert(1);
    for (var mixed :
        List.of(
            Map.of("action", "delete", "deleted", true, "ids", ids),
            Map.of("deleted", true, "ids", ids, "filter", "q=word"))) {
      admin.request().contentType(JSON).body(mixed).post("/api/videos/bulk").then().statusCode(400);
    }
    assertBulkFilterRejected(List.of("q"), "'filter' must be an object.");
    assertBulkFilterRejected(7, "'filter' must be an object.");
    assertBulkFilterRejected(true, "'filter' must be an object.");
    assertBulkFilterRejected(Map.of("q", List.of("a")), "'filter.q' must be a string.");
  }

  private void assertBulkFilterRejected(Object filter, String detail) {
    admin
        .request()
        .contentType(JSON)
        .body(Map.of("action", "delete", "filter", filter))
        .post("/api/videos/bulk")
        .then()
        .statusCode(400)
        .body("detail", equalTo(detail));
  }

  @Test
  void rejectsInvalidRequests() {
    var id = "a".repeat(26);
    assertRejected(Map.of("filter", "q=clip"), "'action' must be one of delete, restore");
    assertRejected(Map.of("action", "purge", "filter", "q=clip"), "'action' must be one of");
    assertRejected(Map.of("action", "delete"), "either 'ids', or 'filter'");
    assertRejected(Map.of("action", "delete", "filter", "q=clip", "ids", List.of(id)), "either");
    assertRejected(Map.of("action", "delete", "all", true, "ids", List.of(id)), "either");
    assertRejected(Map.of("action", "delete", "filter", ""), "\"all\": true");
    assertRejected(Map.of("action", "restore", "filter", "trash=true"), "\"all\": true");
    assertRejected(Map.of("action", "restore", "filter", ""), "\"all\": true");
    assertRejected(Map.of("action", "delete", "filter", "titel=clip"), "Unknown filter 'titel'");
    assertRejected(Map.of("action", "delete", "filter", "q=clip&q=clap"), "only once");
    assertRejected(Map.of("action", "delete", "filter", "q=%zz"), "query string");
    assertRejected(Map.of("action", "delete", "filter", "q=clip&owner="), "'owner' has no value");
    assertRejected(Map.of("action", "delete", "filter", Map.of("status", "")), "'status' has no");
    assertRejected(
        Map.of("action", "delete", "filter", "mine=yes"), "'mine' must be true or false");
    assertRejected(Map.of("action", "delete", "filter", "mine=true&mine=true"), "only once");
    assertRejected(Map.of("action", "delete", "filter", "mine=true&owner=creator"), "not both");
    assertRejected(Map.of("action", "delete", "filter", "mine=false"), "\"all\": true");
    assertRejected(Map.of("action", "delete", "filter", "codec=H264!"), "'codec'");
    assertRejected(Map.of("action", "delete", "filter", "status=rejected&missing="), "'missing'");
    assertRejected(Map.of("action", "delete", "filter", "q=clip&status=deleted"), "permanently");
    assertRejected(Map.of("action", "delete", "filter", "q=clip&trash=true"), "only be restored");
    assertRejected(
        Map.of("action", "restore", "filter", "q=clip&trash=false"), "Remove trash=false");
    assertRejected(Map.of("action", "visibility", "filter", "q=clip"), "needs the field");
    assertRejected(
        Map.of("action", "visibility", "visibility", "secret", "filter", "q=clip"), "public");
    assertRejected(Map.of("action", "delete", "visibility", "public", "filter", "q=clip"), "only");
    assertRejected(
        Map.of("action", "owner", "owner", "nobody-here", "filter", "q=clip"), "may upload");
    assertRejected(Map.of("action", "owner", "owner", "viewer", "filter", "q=clip"), "may upload");
    assertRejected(Map.of("action", "delete", "ids", List.of()), "1 to 10,000");
    assertRejected(
        Map.of("action", "delete", "ids", Collections.nCopies(10_001, id)), "1 to 10,000");
    assertRejected(Map.of("action", "delete", "ids", List.of("no-id")), "the id of a video");
    admin.request().contentType(JSON).post(PATH).then().statusCode(400);
    admin.request().get(PATH + "?limit=101").then().statusCode(400);
  }

  /** With {@code all}, a filter without a condition selects everything that isn't in the trash. */
  @Test
  void allNeedsToBeRequested() {
    var request =
        BulkJobRequest.parse(
            new BulkJobInput("probe", null, null, null, null, true), "admin", null);
    assertThat(request.filter().query()).isEmpty();
  }

  @Test
  void onlyAdministratorsSeeAndBeginJobs() {
    var creator = ApiClient.as("creator");
    creator
        .request()
        .contentType(JSON)
        .body(Map.of("action", "delete", "filter", "q=clip"))
        .post(PATH)
        .then()
        .statusCode(403);
    creator.request().get(PATH).then().statusCode(403);
    creator.request().get(PATH + "/1").then().statusCode(403);
    creator.request().get(PATH + "/1/failures").then().statusCode(403);
    for (var transition : List.of("stop", "resume", "undo")) {
      creator.request().post(PATH + "/1/" + transition).then().statusCode(403);
      jobs.post(Long.MAX_VALUE, transition).statusCode(404);
    }
    jobs.get(Long.MAX_VALUE).statusCode(404);
    admin.request().get(PATH + "/{id}/failures", Long.MAX_VALUE).then().statusCode(404);
    ApiClient.anonymous().request().get(PATH).then().statusCode(401);
  }

  private void assertRejected(Map<String, Object> body, String reason) {
    jobs.begin(body)
        .statusCode(400)
        .body("code", equalTo("invalid-request"))
        .body("detail", containsString(reason));
  }
}

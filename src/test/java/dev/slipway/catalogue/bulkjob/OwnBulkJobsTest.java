package dev.slipway.catalogue.bulkjob;

import static dev.slipway.catalogue.bulkjob.BulkJobClient.assertCounts;
import static dev.slipway.catalogue.bulkjob.BulkJobClient.entries;
import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.embedded.EmbeddedServicesResource;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Creators change many of their own videos in the background, and none of others. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class OwnBulkJobsTest extends BulkJobFixture {
  private static final String OWNER = "creator2";
  private static final int OWN = 3;

  private final ApiClient creator = ApiClient.as(OWNER);
  private final ApiClient stranger = ApiClient.as("creator");

  @Test
  void aFilterSelectsOnlyTheirOwnVideos() {
    videos.insert(OWN);
    videos.insert(OWN + 1, OWN + 2, "creator");
    videos.insert(OWN + 3, OWN + 3, null);

    var job = run(visibilityRequest("unlisted"));

    assertCounts(job, OWN, OWN, 0, 0);
    assertThat(job.getString("requestedBy")).isEqualTo(OWNER);
    assertThat(videos.count("visibility = UNLISTED and owner = 'creator2'")).isEqualTo(OWN);
    assertThat(videos.count("visibility = UNLISTED")).isEqualTo(OWN);
    assertThat(entries(job.getLong("id")))
        .containsExactly("bulk.began creator2", "bulk.finished system");
  }

  @Test
  void allVideosAreTheirOwn() {
    videos.insert(OWN);
    videos.insert(OWN + 1, OWN + 1, "creator");

    var job = run(Map.of("action", "visibility", "visibility", "unlisted", "all", true));

    assertThat(job.getString("filter")).isEqualTo("owner=creator2");
    assertThat(videos.count("visibility = UNLISTED and owner = 'creator2'")).isEqualTo(OWN);
    assertThat(videos.count("visibility = UNLISTED")).isEqualTo(OWN);
    begin(creator, Map.of("action", "delete", "filter", "")).statusCode(400);
  }

  @Test
  void mineSelectsTheVideosOfTheCallerAsInTheList() {
    videos.insert(OWN);
    videos.insert(OWN + 1, OWN + 2, "admin");

    var job = run(Map.of("action", "visibility", "visibility", "unlisted", "filter", "mine=true"));
    assertThat(job.getString("filter")).isEqualTo("owner=creator2");
    var input = new BulkJobInput("delete", null, null, "mine=true", null, null);
    assertThat(BulkJobRequest.parse(input, "admin", null).filter().query())
        .isEqualTo("owner=admin");
    assertThat(videos.count("visibility = UNLISTED and owner = 'creator2'")).isEqualTo(OWN);
    assertThat(videos.count("visibility = UNLISTED")).isEqualTo(OWN);
  }

  /** A job must not change videos that the list of the same filter doesn't have. */
  @ParameterizedTest
  @CsvSource({
    "creator2, 0", // The name of the owner is not among the texts of own videos.
    "harbour, 1",
    "zq, 1"
  })
  void searchesAsTheListOfOwnVideosDoes(String word, int matches) {
    var ids = videos.insert(OWN);
    BulkVideos.update(ids.get(0), "tags = array['zq', 'harbour']");
    creator
        .request()
        .get("/api/videos?mine=true&q=" + word)
        .then()
        .body(
            "items.findAll { it.id in ['%s'] }".formatted(String.join("','", ids)),
            hasSize(matches));

    run(Map.of("action", "visibility", "visibility", "unlisted", "filter", "q=" + word));

    assertThat(videos.count("visibility = UNLISTED")).isEqualTo(matches);
  }

  /**
   * A job tells no more of a video of others than of one that doesn't exist, and stores neither.
   */
  @Test
  void namedVideosOfOthersDoNotExist() {
    videos.insert(1);
    var ids = new ArrayList<>(videos.insert(2, 2, "creator"));
    ids.add("a".repeat(26));

    var job = run(Map.of("action", "delete", "ids", ids));

    assertCounts(job, 3, 1, 0, 2);
    creator
        .request()
        .get("/api/bulk/{id}/failures", job.getLong("id"))
        .then()
        .statusCode(200)
        .body("items", empty());
    assertThat(videos.count("deletion.deleteAfter is not null")).isOne();
    admin
        .request()
        .get("/admin/jobs/{id}", job.getLong("id"))
        .then()
        .statusCode(200)
        .body(containsString("Only videos of <bdi>creator2</bdi>"))
        .body(containsString("count as failed and are not listed either"))
        .body(containsString("No videos are listed."));
  }

  @Test
  void aJobWithoutAnyOwnVideoIsDoneAtOnce() {
    assertCounts(run(Map.of("action", "delete", "ids", List.of("a".repeat(26)))), 1, 0, 0, 1);
  }

  /** Videos can get another owner after a job has collected them. */
  @Test
  void aVideoThatTheyNoLongerHaveStaysAsItIs() {
    var ids = videos.insert(2);
    var begun =
        BulkVideos.beginHeld(
            new BulkJobInput("visibility", "unlisted", null, null, ids, null), OWNER, OWNER);
    BulkVideos.execute(
        "insert into bulk_job_item (job_id, video_id) select %d, id from video where id in ('%s')"
            .formatted(begun.jobId(), String.join("','", ids)));
    BulkVideos.execute(
        "update bulk_job set state = 'RUNNING', collected = true, matched = 2 where id = "
            + begun.jobId());
    BulkVideos.update(ids.get(0), "owner = 'creator'");

    BulkVideos.expire(begun.jobId());

    assertCounts(await(begun.jobId()), 2, 1, 0, 1);
    assertThat(videos.count("visibility = UNLISTED and owner = 'creator2'")).isOne();
    assertThat(videos.count("visibility = UNLISTED")).isOne();
  }

  @Test
  void theyUndoTheirJobs() {
    videos.insert(OWN);
    var job = run(visibilityRequest("unlisted"));

    var undo =
        creator
            .request()
            .post("/api/bulk/{id}/undo", job.getLong("id"))
            .then()
            .statusCode(202)
            .extract()
            .response();

    var id = undo.jsonPath().getLong("id");
    assertThat(undo.header("Location")).endsWith("/api/bulk/" + id);
    assertCounts(await(id), OWN, OWN, 0, 0);
    assertThat(videos.count("visibility = PRIVATE")).isEqualTo(OWN);
  }

  @Test
  void jobsOfOthersDoNotExist() {
    videos.insert(OWN);
    var job = run(visibilityRequest("unlisted"));
    var ofAdministrator = jobs.run(visibilityRequest("public"));

    for (var path : List.of("", "/failures")) {
      stranger.request().get("/api/bulk/" + job.get("id") + path).then().statusCode(404);
      creator.request().get("/api/bulk/" + ofAdministrator.get("id") + path).then().statusCode(404);
    }
    for (var transition : List.of("stop", "resume", "undo")) {
      stranger
          .request()
          .post("/api/bulk/" + job.get("id") + "/" + transition)
          .then()
          .statusCode(404);
    }
    stranger.request().get("/api/bulk").then().statusCode(200).body("items", empty());
    creator
        .request()
        .get("/api/bulk")
        .then()
        .body("items.id", equalTo(List.of(job.getInt("id"))))
        .body("next", nullValue());
    admin
        .request()
        .get("/api/bulk")
        .then()
        .body("items.id", equalTo(List.of(ofAdministrator.getInt("id"), job.getInt("id"))));
  }

  @Test
  void theyStopAndResume() {
    videos.insert(OWN);
    var id = beginHeldByOwner();

    creator
        .request()
        .post("/api/bulk/{id}/stop", id)
        .then()
        .statusCode(200)
        .body("status", equalTo("stopped"));
    creator.request().post("/api/bulk/{id}/resume", id).then().statusCode(200);

    assertCounts(await(id), OWN, OWN, 0, 0);
  }

  /** A creator's job doesn't keep administrators from beginning theirs. */
  @Test
  void anAccountHasOneJobAtATime() {
    videos.insert(OWN);
    var held = beginHeldByOwner();

    begin(creator, visibilityRequest("public"))
        .statusCode(409)
        .body("code", equalTo("bulk-job-limit"))
        .body("detail", containsString("of this account"));

    begin(stranger, visibilityRequest("public")).statusCode(202);
    assertCounts(jobs.run(visibilityRequest("public")), OWN, OWN, 0, 0);
    creator.request().post("/api/bulk/{id}/stop", held).then().statusCode(200);
    begin(creator, visibilityRequest("unlisted")).statusCode(202);
  }

  @Test
  void allAccountsTogetherHaveALimit() {
    videos.insert(1);
    for (var i = 0; i < 5; i++) {
      BulkVideos.beginHeld(visibilityInput("unlisted"), "creator", "account" + i);
    }

    begin(creator, visibilityRequest("public"))
        .statusCode(409)
        .body("detail", containsString("limit of 5"));
    assertCounts(jobs.run(visibilityRequest("public")), 1, 1, 0, 0);
  }

  @Test
  void failsIfTheAccountMayNoLongerUpload() {
    videos.insert(1);
    var id = BulkVideos.beginHeld(visibilityInput("unlisted"), "viewer", "viewer").jobId();
    BulkVideos.expire(id);

    Eventually.holds(
        "the job fails",
        () -> "failed".equals(jobs.get(id).extract().jsonPath().getString("status")));
    jobs.get(id).body("problem", containsString("viewer may no longer change videos"));
  }

  @Test
  void refusesActionsOfAdministrators() {
    for (var action : List.of("retry", "probe")) {
      begin(creator, Map.of("action", action, "filter", "q=clip"))
          .statusCode(403)
          .body("detail", containsString("Only administrators"));
    }
    begin(creator, Map.of("action", "owner", "owner", "creator2", "filter", "q=clip"))
        .statusCode(403);
    begin(creator, Map.of("action", "delete", "filter", "owner=creator"))
        .statusCode(400)
        .body("detail", containsString("your own videos"));
    begin(creator, Map.of("action", "delete", "filter", "owner=creator*")).statusCode(400);
    begin(ApiClient.as("viewer"), Map.of("action", "delete", "filter", "q=clip")).statusCode(403);
    creator.request().get("/api/videos/jobs").then().statusCode(403);
    creator.request().get("/admin/jobs").then().statusCode(403);
  }

  private long beginHeldByOwner() {
    return BulkVideos.beginHeld(visibilityInput("unlisted"), OWNER, OWNER).jobId();
  }

  private JsonPath run(Map<String, Object> body) {
    var response = begin(creator, body).statusCode(202).extract().response();
    var id = response.jsonPath().getLong("id");
    assertThat(response.header("Location")).endsWith("/api/bulk/" + id);
    return await(id);
  }

  private static ValidatableResponse begin(ApiClient client, Map<String, Object> body) {
    return client.request().contentType(JSON).body(body).post("/api/videos/bulk").then();
  }

  private JsonPath await(long id) {
    Eventually.holds(
        "the job ends",
        () -> creator.request().get("/api/bulk/{id}", id).jsonPath().getString("endedAt") != null);
    return creator
        .request()
        .get("/api/bulk/{id}", id)
        .then()
        .body("status", equalTo("done"))
        .extract()
        .jsonPath();
  }
}

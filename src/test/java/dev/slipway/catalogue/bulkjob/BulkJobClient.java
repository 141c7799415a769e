package dev.slipway.catalogue.bulkjob;

import static io.restassured.http.ContentType.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.audit.AuditEntry;
import dev.slipway.testing.ApiClient;
import dev.slipway.testing.Eventually;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;

/** An administrator who uses bulk jobs through the API. */
final class BulkJobClient {
  static final String PATH = "/api/videos/jobs";

  private final ApiClient admin = ApiClient.as("admin");

  /** Begins a job and returns it when it is done. */
  JsonPath run(Map<String, Object> body) {
    return await(begin(body).statusCode(202).extract().jsonPath());
  }

  JsonPath await(JsonPath begun) {
    var id = begun.getLong("id");
    Eventually.holds(
        "the job ends", () -> get(id).extract().jsonPath().getString("endedAt") != null);
    return get(id).body("status", equalTo("done")).extract().jsonPath();
  }

  ValidatableResponse begin(Map<String, Object> body) {
    return admin.request().contentType(JSON).body(body).post(PATH).then();
  }

  ValidatableResponse get(long id) {
    return admin.request().get(PATH + "/{id}", id).then();
  }

  ValidatableResponse failures(long id) {
    return admin.request().get(PATH + "/{id}/failures", id).then().statusCode(200);
  }

  ValidatableResponse post(long id, String transition) {
    return admin.request().post(PATH + "/{id}/" + transition, id).then();
  }

  /** Begins to undo a job and returns the job that does so when it is done. */
  JsonPath undo(long id) {
    return await(post(id, "undo").statusCode(202).extract().jsonPath());
  }

  static List<String> entries(long job) {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                AuditEntry.<AuditEntry>stream(
                        "subject = ?1 and action like 'bulk.%' order by id", Long.toString(job))
                    .map(entry -> entry.action() + " " + entry.actor())
                    .toList());
  }

  static void assertCounts(JsonPath job, int matched, int changed, int skipped, int failed) {
    assertThat(
            List.of(
                job.getInt("matched"),
                job.getInt("changed"),
                job.getInt("skipped"),
                job.getInt("failed")))
        .as(job.prettify())
        .containsExactly(matched, changed, skipped, failed);
  }
}
